package io.csi4j.attacher.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.PluginCapability.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbilitiesTest {
    /** Contract 2.2. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    service | calls                                                                | abilities
                    false   | PUBLISH_UNPUBLISH_VOLUME PUBLISH_READONLY                            |
                    true    | CREATE_DELETE_VOLUME PUBLISH_READONLY                                |
                    true    | LIST_VOLUMES LIST_VOLUMES_PUBLISHED_NODES                            |
                    true    | PUBLISH_UNPUBLISH_VOLUME                                             | attaches
                    true    | PUBLISH_UNPUBLISH_VOLUME PUBLISH_READONLY                            | attaches readOnly
                    true    | PUBLISH_UNPUBLISH_VOLUME SINGLE_NODE_MULTI_WRITER                    | attaches writers
                    true    | PUBLISH_UNPUBLISH_VOLUME LIST_VOLUMES                                | attaches
                    true    | PUBLISH_UNPUBLISH_VOLUME LIST_VOLUMES_PUBLISHED_NODES                | attaches
                    true    | PUBLISH_UNPUBLISH_VOLUME LIST_VOLUMES LIST_VOLUMES_PUBLISHED_NODES   | attaches published
                    """)
    void whatTheDriverSaysDecidesWhatIsDone(boolean service, String calls, String abilities) {
        var services = EnumSet.noneOf(Service.Type.class);
        if (service) {
            services.add(Service.Type.CONTROLLER_SERVICE);
        }
        var types = EnumSet.noneOf(RPC.Type.class);
        Arrays.stream(calls.split(" ", -1)).map(RPC.Type::valueOf).forEach(types::add);

        var found = Abilities.of(services, types);

        assertThat(words(found)).isEqualTo(abilities == null ? "" : abilities);
    }

    private static String words(Abilities abilities) {
        List<String> words = new ArrayList<>();
        if (abilities.attaches()) {
            words.add("attaches");
        }
        if (abilities.readOnly()) {
            words.add("readOnly");
        }
        if (abilities.knowsWriters()) {
            words.add("writers");
        }
        if (abilities.tellsPublished()) {
            words.add("published");
        }
        return String.join(" ", words);
    }
}
