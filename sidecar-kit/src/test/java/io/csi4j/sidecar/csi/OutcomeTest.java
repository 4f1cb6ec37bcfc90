package io.csi4j.sidecar.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class OutcomeTest {
    @Test
    void aStartGetsTheReplyItNeeds() {
        assertThat(new Outcome.Done<>("nfs").need("GetPluginInfo")).isEqualTo("nfs");
    }

    @ParameterizedTest
    @EnumSource(value = Status.Code.class, mode = Mode.EXCLUDE, names = "OK")
    void aStartEndsWithoutTheReplyItNeeds(Status.Code code) {
        Outcome<String> outcome =
                Outcome.failed(CsiCall.GET_PLUGIN_INFO, code.toStatus().withDescription("not now"));

        assertThatThrownBy(() -> outcome.need("GetPluginInfo"))
                .hasMessageStartingWith("GetPluginInfo failed: rpc error: code = ")
                .hasMessageEndingWith("desc = not now")
                .isInstanceOfSatisfying(
                        StartupException.class,
                        fault -> assertThat(fault.exit()).isEqualTo(Exit.FAILURE));
    }

    @Test
    void whatIsDoneLeadsToTheNextCallAndItsOutcome() {
        Outcome<String> done = new Outcome.Done<>("nfs");

        assertThat(done.then(name -> new Outcome.Done<>(name.length()))).isEqualTo(new Outcome.Done<>(3));
        assertThat(done.map(String::length)).isEqualTo(new Outcome.Done<>(3));
        assertThat(done.status()).isEqualTo(Status.OK);
    }

    @ParameterizedTest
    @EnumSource(value = Status.Code.class, mode = Mode.EXCLUDE, names = "OK")
    void aFailureStaysWhatItIsAndAsksNothingMore(Status.Code code) {
        Status status = code.toStatus().withDescription("not now");
        Outcome<String> failure = Outcome.failed(CsiCall.CREATE_VOLUME, status);

        assertThat(failure.then(name -> new Outcome.Done<>("asked"))).isEqualTo(failure);
        assertThat(failure.map(String::length)).isEqualTo(failure);
        assertThat(failure.status()).isEqualTo(status);
    }
}
