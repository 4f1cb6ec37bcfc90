package io.csi4j.attacher;

import static io.csi4j.attacher.RunningAttacher.FINALIZER;
import static io.csi4j.samples.Samples.aCsiNode;
import static io.csi4j.samples.Samples.aVolume;
import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.samples.AttachmentSample;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SecretsIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private RunningAttacher attacher;

    @BeforeEach
    void start() {
        attacher = RunningAttacher.start();
        attacher.api.create(aCsiNode().json());
        attacher.addToDriver("handle-1");
    }

    @AfterEach
    void stop() {
        attacher.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        inline | entries
        false  | user
        false  |
        true   | user
        true   |
        """)
    void secretsAreReadForBothCalls(boolean inline, @Nullable String entry) throws InterruptedException {
        createSecret(entry == null ? "" : "\"" + entry + "\": \"dQ==\"");
        Map<String, String> told = entry == null ? Map.of() : Map.of(entry, "u");

        attacher.api.create(attachment(inline, anAttachment()));
        attacher.awaitAttached();
        attacher.deleteAttachment();
        attacher.awaitDetached();

        assertThat(attacher.publishes())
                .singleElement()
                .satisfies(request -> assertThat(request.getSecretsMap()).isEqualTo(told));
        assertThat(attacher.unpublishes())
                .singleElement()
                .satisfies(request -> assertThat(request.getSecretsMap()).isEqualTo(told));
        assertThat(attacher.api.calls(ApiCall.on("get", "secrets"))).hasSize(2);
    }

    @Test
    void aMissingSecretIsAFaultWithoutCodeAndHoldsUpTheAttach() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.api.create(attachment(false, anAttachment()));

        var fault = attacher.awaitFault("attachError", "cannot read secret ns/key: not found");

        assertThat(fault.has("errorCode")).isFalse();
        assertThat(attacher.volumeFinalizers()).containsExactly(FINALIZER);
        assertThat(attacher.publishes()).isEmpty();
        createSecret("");
        attacher.awaitAttached();
    }

    /** Contract 4.1: the order of the steps, whatever comes of them. */
    @Test
    void theVolumeIsHeldAndTheAttachmentMarkedBeforeTheDriverIsCalled() throws InterruptedException {
        createSecret("");
        var hold = attacher.driver.faults().hold(1, RunningAttacher.PUBLISH);
        attacher.api.create(attachment(false, anAttachment()));

        hold.awaitArrival();

        assertThat(attacher.api.calls(call -> Set.of("get", "patch").contains(call.verb())))
                .extracting(ApiCall::plural)
                .containsExactly("persistentvolumes", "secrets", "volumeattachments");
        assertThat(attacher.api.calls(RunningAttacher.STATUS)).isEmpty();
    }

    @Test
    void aMissingSecretHoldsUpTheDetach() throws InterruptedException {
        invariants.expectErrors("cannot detach");
        attacher.api.create(
                attachment(false, anAttachment().attached(Map.of("a", "1")).heldBy(FINALIZER)));
        attacher.deleteAttachment();

        attacher.awaitFault("detachError", "cannot read secret ns/key: not found");

        assertThat(attacher.unpublishes()).isEmpty();
        createSecret("");
        attacher.awaitDetached();
    }

    /** With a volume that names a secret, inline or as an object of its own. */
    private JsonObject attachment(boolean inline, AttachmentSample sample) {
        JsonObject volume = Given.withSecret(aVolume().json());
        if (inline) {
            return Given.inline(sample.json(), volume);
        }
        attacher.api.create(volume);
        return sample.json();
    }

    private void createSecret(String entries) {
        attacher.api.create(Given.secret(entries));
    }
}
