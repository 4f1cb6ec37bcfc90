package io.csi4j.attacher;

import static io.csi4j.samples.Samples.aCsiNode;
import static io.csi4j.samples.Samples.aVolume;
import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is asked of the API server from the lease to the release of a volume: contract external-attacher.md, section 8. */
@Timeout(60)
class RightsIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    @Test
    void noRightIsUsedThatUpstreamDoesNotHave() throws InterruptedException {
        try (var attacher = RunningAttacher.start("--leader-election", "--leader-election-namespace=team")) {
            attacher.api.create(aCsiNode().json());
            attacher.api.create(Given.withSecret(aVolume().json()));
            attacher.api.create(Given.SECRET);
            attacher.addToDriver("handle-1");
            attacher.api.create(anAttachment().json());
            attacher.awaitAttached();
            attacher.deleteAttachment();
            attacher.awaitDetached();
            attacher.api.delete("persistentvolumes", "", "volume-1");
            attacher.api.awaitGone("persistentvolumes", "", "volume-1");
            attacher.stop();

            assertThat(rights(attacher))
                    .isSubsetOf(
                            "list csinodes",
                            "watch csinodes",
                            "get persistentvolumes",
                            "list persistentvolumes",
                            "watch persistentvolumes",
                            "patch persistentvolumes",
                            "list volumeattachments",
                            "watch volumeattachments",
                            "patch volumeattachments",
                            "patch volumeattachments/status",
                            "get secrets in ns",
                            "get leases in team",
                            "create leases in team",
                            "update leases in team",
                            "watch leases in team",
                            "create events in team")
                    .contains(
                            "patch persistentvolumes",
                            "patch volumeattachments",
                            "patch volumeattachments/status",
                            "get secrets in ns",
                            "update leases in team");
        }
    }

    private static Set<String> rights(RunningAttacher attacher) {
        return attacher.api.calls().stream().map(RightsIT::right).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String right(ApiCall call) {
        String part = call.subresource().isEmpty() ? "" : "/" + call.subresource();
        String where = call.namespace().isEmpty() ? "" : " in " + call.namespace();
        return call.verb() + " " + call.plural() + part + where;
    }
}
