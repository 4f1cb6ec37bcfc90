package io.csi4j.attacher.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.attacher.request.Step;
import io.csi4j.samples.Samples;
import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.ControllerCalls;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.csi4j.testkit.driver.FakeVolume;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ListingIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final HandClock clock = new HandClock();
    private final FakeDriver driver =
            FakeDriver.start(DriverTraits.plain(Samples.DRIVER).with(RPC.Type.LIST_VOLUMES));
    private final DriverChannel channel =
            DriverChannel.connect(DriverAddress.parse(driver.address()), ConnectOptions.standard());
    private final Listing listing = new Listing(new ControllerCalls(channel), 1, LIMIT, clock);

    @AfterEach
    void close() {
        channel.close();
        driver.close();
    }

    @Test
    void allPagesTogetherAreListed() {
        add("a", "node-1");
        add("b", "node-2");

        assertThat(listing.read())
                .isInstanceOfSatisfying(
                        Step.Ready.class,
                        ready -> assertThat(ready.value()).isInstanceOfSatisfying(PublishedNodes.class, nodes -> {
                            assertThat(nodes.isOn("a", "node-1")).isTrue();
                            assertThat(nodes.isOn("b", "node-2")).isTrue();
                        }));
    }

    @Test
    void theTimeIsForAllPagesTogether() throws ExecutionException, InterruptedException {
        add("a", "node-1");
        add("b", "node-2");
        var hold = driver.faults().hold(1, DriverCall.on("ListVolumes"));
        CompletableFuture<Step<PublishedNodes>> read = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read.complete(listing.read()));
        hold.awaitArrival();

        clock.advance(LIMIT);
        hold.release();

        assertThat(read.get()).isInstanceOf(Step.Blocked.class).asString().contains("DeadlineExceeded");
    }

    private void add(String handle, String node) {
        driver.add(new FakeVolume(handle, handle, 1, Map.of(), Map.of(), null, List.of(), Set.of(node)));
    }
}
