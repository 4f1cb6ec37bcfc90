package io.csi4j.provisioner.request;

import static io.csi4j.provisioner.Given.aClaim;
import static io.csi4j.provisioner.Given.aClass;
import static io.csi4j.provisioner.Given.driver;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.TopologyRequirement;
import io.csi4j.spec.v1.VolumeContentSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request needs from around is asked in the order of contract 4.1, and only if the step is reached. */
class RequestOrderTest {
    private static final RequestRules RULES = new RequestRules("pvc", -1, "", false, true);
    private static final Obstacle ELSEWHERE = new Obstacle(State.RESCHEDULE, "not here");

    private final Claim claim = aClaim().fromRef(new DataSource(null, "PersistentVolumeClaim", "source", "shop"))
            .attributes("gold")
            .build();
    private final StorageClass storageClass = aClass().with(
                    Map.of("csi.storage.k8s.io/secret-name", "key", "csi.storage.k8s.io/secret-namespace", "vault"))
            .build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            blocked at       | asked
            reach            | reach
            content          | reach content
            accessibility    | reach content accessibility
            secret           | reach content accessibility secret
            attributes class | reach content accessibility secret attributes class
            """)
    void theFirstThatIsInTheWayIsTheLastThatIsAsked(String blockedAt, String asked) {
        var around = new Recorded(blockedAt);

        var step = CreateRequest.of(
                claim, storageClass, driver(RPC.Type.CLONE_VOLUME, RPC.Type.MODIFY_VOLUME), RULES, around);

        assertThat(step).isEqualTo(new Step.Blocked<>(ELSEWHERE));
        assertThat(String.join(" ", around.asked)).isEqualTo(asked);
    }

    @Test
    void nothingIsAskedThatTheClaimDoesNotNeed() {
        var around = new Recorded("nothing");

        var step = CreateRequest.of(aClaim().build(), aClass().build(), driver(), RULES, around);

        assertThat(step).isInstanceOf(Step.Ready.class);
        assertThat(around.asked).containsExactly("accessibility");
    }

    /** Step 3 comes before the data source is judged and the driver's abilities are looked at, and after the grant. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            blocked at | message
            reach      | not here
            nothing    | its parameters cannot be translated
            """)
    void theClassIsTranslatedBetweenGrantAndSource(String blockedAt, String message) {
        var nameless = aClaim().fromRef(new DataSource(null, "PersistentVolumeClaim", "", "shop"))
                .build();
        var inTree = aClass().of("kubernetes.io/aws-ebs").build();
        var unable = new DriverFeatures("ebs.csi.aws.com", Set.of(), Set.of());

        var step = CreateRequest.of(nameless, inTree, unable, RULES, new Recorded(blockedAt));

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Blocked.class,
                        blocked -> assertThat(blocked.obstacle().message()).contains(message));
    }

    /** Notes what it is asked, and has everything but one thing. */
    private static final class Recorded implements CreateRequest.Surroundings {
        private final List<String> asked = new ArrayList<>();
        private final String lacking;

        Recorded(String lacking) {
            this.lacking = lacking;
        }

        @Override
        public Step<DataSource> reach(DataSource source) {
            return answer("reach", source);
        }

        @Override
        public Step<VolumeContentSource> content(ContentSource source) {
            return answer("content", VolumeContentSource.getDefaultInstance());
        }

        @Override
        public Step<Optional<TopologyRequirement>> accessibility() {
            return answer("accessibility", Optional.empty());
        }

        @Override
        public Step<Map<String, String>> secret(SecretReference reference) {
            return answer("secret", Map.of());
        }

        @Override
        public Step<Map<String, String>> attributesClass(String name) {
            return answer("attributes class", Map.of());
        }

        private <T> Step<T> answer(String what, T value) {
            asked.add(what);
            return what.equals(lacking) ? new Step.Blocked<>(ELSEWHERE) : Step.ready(value);
        }
    }
}
