package io.csi4j.controller.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.ObjectReference;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BeginningsTest {
    private static final long NOW = 7;
    private static final long DUE = NOW + 5_000_000_000L;

    private final Beginnings beginnings = new Beginnings();

    @Test
    void tenAtOnceAreTold() {
        assertThat(beginAll(1, 10)).allMatch(Beginnings.Beginning::told);
        assertThat(beginAll(11, 30)).noneMatch(Beginnings.Beginning::told);
    }

    @Test
    void anEndMakesRoom() {
        beginAll(1, 10);
        beginnings.end(about(3, "Provisioning").subject());

        assertThat(begin(11).told()).isTrue();
        assertThat(begin(12).told()).isFalse();
    }

    @Test
    void whatWaitedAndLastsIsToldOnce() {
        beginAll(1, 10);
        var held = begin(11);

        assertThat(held.due()).isEqualTo(DUE);
        assertThat(beginnings.lasts(held)).isTrue();
        assertThat(beginnings.lasts(held)).isFalse();
    }

    @Test
    void whatWasToldIsNotToldAgainAndMakesRoomWhenItLasts() {
        var told = beginAll(1, 10).getFirst();

        assertThat(beginnings.lasts(told)).isFalse();
        assertThat(begin(11).told()).isTrue();
    }

    @Test
    void whatHasEndedDoesNotLast() {
        beginAll(1, 10);
        var held = begin(11);
        beginnings.end(about(11, "ProvisioningSucceeded").subject());

        assertThat(beginnings.lasts(held)).isFalse();
    }

    @Test
    void aSecondBeginningIsNotTakenForTheFirst() {
        beginAll(1, 10);
        var first = begin(11);
        beginnings.end(about(11, "ProvisioningFailed").subject());
        var second = beginnings.begin(about(11, "Provisioning"), NOW + 1);

        assertThat(beginnings.lasts(first)).isFalse();
        assertThat(beginnings.lasts(second)).isTrue();
    }

    @Test
    void whatStillWaitsIsHandedOverOldestFirst() {
        beginAll(1, 10);
        beginAll(11, 13);
        beginnings.end(about(12, "ProvisioningFailed").subject());

        assertThat(beginnings.untold()).containsExactly(about(11, "Provisioning"), about(13, "Provisioning"));
        assertThat(beginnings.untold()).isEmpty();
    }

    private List<Beginnings.Beginning> beginAll(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(this::begin).toList();
    }

    private Beginnings.Beginning begin(int claim) {
        return beginnings.begin(about(claim, "Provisioning"), NOW);
    }

    private static Occurrence about(int claim, String reason) {
        var key = new ObjectKey("ns", "claim-" + claim);
        var claimed = new ObjectReference("v1", "PersistentVolumeClaim", key, "uid-" + claim, "7");
        return new Occurrence(claimed, "Normal", reason, "message", Instant.EPOCH);
    }
}
