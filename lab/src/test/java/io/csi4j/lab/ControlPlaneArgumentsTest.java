package io.csi4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ControlPlaneArgumentsTest {
    private static final ControlPlaneFiles FILES = new ControlPlaneFiles(Path.of("/w"));

    @Test
    void gatesReachEveryProgramThatKnowsThem() {
        var options = ControlPlaneOptions.standard().withGate("Another", false);
        var arguments = new ControlPlaneArguments(FILES, options, 1, 2);

        String gates = "--feature-gates=Another=false,CrossNamespaceVolumeDataSource=true";
        assertThat(arguments.apiServer()).contains(gates);
        assertThat(arguments.controllerManager()).contains(gates);
        assertThat(arguments.scheduler()).contains(gates);
    }

    @Test
    void theCallersFlagsComeLastSoThatTheyWin() {
        var options = ControlPlaneOptions.standard().withApiServerArguments("--v=4");

        assertThat(new ControlPlaneArguments(FILES, options, 1, 2).apiServer()).endsWith("--v=4");
    }

    @Test
    void theControllerLimitIsUpstreamsUnlessTakenAway() {
        var standard = new ControlPlaneArguments(FILES, ControlPlaneOptions.standard(), 1, 2);
        var unbound =
                new ControlPlaneArguments(FILES, ControlPlaneOptions.standard().withoutControllerLimit(), 1, 2);

        assertThat(standard.controllerManager()).contains("--kube-api-qps=20", "--kube-api-burst=30");
        assertThat(unbound.controllerManager()).contains("--kube-api-qps=2000", "--kube-api-burst=2000");
    }

    @Test
    void aTokenLineQuotesTheGroup() {
        assertThat(ControlPlaneFiles.tokenLine("t", "admin", "system:masters"))
                .isEqualTo("t,admin,admin,\"system:masters\"" + System.lineSeparator());
    }
}
