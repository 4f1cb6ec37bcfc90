package io.csi4j.sidecar.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.metrics.OperationMetrics.Shape;
import io.grpc.CallOptions;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OperationMetricsTest {
    private static final String METHOD = "/csi.v1.Identity/Probe";

    private final MetricsRegistry registry = new MetricsRegistry();
    private final StepTicker ticker = new StepTicker(Duration.ofMillis(300));

    @Test
    void theFamilyIsTheOneOfTheContract() {
        OperationMetrics metrics = sidecar();
        metrics.driverName("nfs.csi.k8s.io");

        metrics.record(METHOD, null, Duration.ofMillis(250));

        String labels = "driver_name=\"nfs.csi.k8s.io\",grpc_status_code=\"OK\",method_name=\"/csi.v1.Identity/Probe\"";
        assertThat(registry.page())
                .startsWith(
                        "# HELP csi_sidecar_operations_seconds [ALPHA] Container Storage Interface operation duration"
                                + " with gRPC error code status total\n# TYPE csi_sidecar_operations_seconds histogram\n")
                .contains("_bucket{" + labels + ",le=\"0.1\"} 0\n", "_bucket{" + labels + ",le=\"0.25\"} 1\n")
                .contains("_sum{" + labels + "} 0.25\n", "_count{" + labels + "} 1\n")
                .containsSubsequence(
                        "0.1", "0.25", "0.5", "\"1\"", "2.5", "\"5\"", "10", "15", "25", "50", "120", "300", "600",
                        "+Inf");
    }

    @Test
    void aCallBeforeTheNameIsKnownCountsForAnUnknownDriver() {
        OperationMetrics metrics = sidecar();

        metrics.record(METHOD, null, Duration.ZERO);
        metrics.driverName("d");
        metrics.driverName("");
        metrics.record(METHOD, null, Duration.ZERO);

        assertThat(registry.page()).contains("_count{driver_name=\"unknown-driver\"," + rest("OK") + "} 2\n");
    }

    @ParameterizedTest
    @EnumSource
    void aFailureIsCountedUnderTheGoNameOfItsCode(Status.Code code) {
        String name = GrpcText.codeName(code);
        sidecar().record(METHOD, code.toStatus().asRuntimeException(), Duration.ZERO);

        assertThat(registry.page()).contains("_count{driver_name=\"unknown-driver\"," + rest(name) + "} 1\n");
    }

    @Test
    void aFailureThatIsNoGrpcStatusHasANameOfItsOwn() {
        sidecar().record(METHOD, new IOException("gone"), Duration.ZERO);

        assertThat(registry.page()).contains(rest("unknown-non-grpc"));
    }

    @Test
    void driversHaveAPrefixOfTheirOwn() {
        new OperationMetrics(registry, Shape.plugin(), ticker).record(METHOD, null, Duration.ZERO);

        assertThat(registry.page()).contains("\ncsi_plugin_operations_seconds_count{");
    }

    @Test
    void fixedAndVaryingLabelsStandOnEverySampleAndMissingOnesAreEmpty() {
        Shape shape = new Shape("other", "BETA", List.of("a", "b"), Map.of("z", "26", "y", "25"));
        OperationMetrics metrics = new OperationMetrics(registry, shape, ticker);

        metrics.with(Map.of("a", "1")).record(METHOD, null, Duration.ZERO);
        metrics.with(Map.of("a", "1")).with(Map.of("b", "2")).record(METHOD, null, Duration.ZERO);
        metrics.record(METHOD, null, Duration.ZERO);

        String driver = ",driver_name=\"unknown-driver\"," + rest("OK") + ",y=\"25\",z=\"26\"} 1\n";
        assertThat(registry.page())
                .startsWith("# HELP other_operations_seconds [BETA] ")
                .contains("other_operations_seconds_count{a=\"1\",b=\"\"" + driver)
                .contains("other_operations_seconds_count{a=\"1\",b=\"2\"" + driver)
                .contains("other_operations_seconds_count{a=\"\",b=\"\"" + driver);
    }

    @Test
    void undeclaredAndRepeatedLabelsAreRefused() {
        Shape shape = new Shape("other", "BETA", List.of("a"), Map.of());
        OperationMetrics metrics = new OperationMetrics(registry, shape, ticker).with(Map.of("a", "1"));

        assertThatIllegalArgumentException().isThrownBy(() -> metrics.with(Map.of("nope", "1")));
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.with(Map.of("a", "2")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            migrated | code
            true     | OK
            false    | UNIMPLEMENTED
            """)
    void aChannelsCallsAreTimedWithTheirMigratedLabel(boolean migrated, Status.Code code) {
        OperationMetrics metrics =
                new OperationMetrics(registry, Shape.sidecar().migrated(), ticker);
        CallOptions options = CallOptions.DEFAULT.withOption(OperationMetrics.MIGRATED, migrated);

        ScriptedCalls.call(metrics.client(), options, code.toStatus());

        String labels = "driver_name=\"unknown-driver\",grpc_status_code=\"" + GrpcText.codeName(code)
                + "\",method_name=\"" + ScriptedCalls.METHOD + "\",migrated=\"" + migrated + "\"}";
        assertThat(registry.page()).contains("_sum{" + labels + " 0.3\n", "_count{" + labels + " 1\n");
    }

    @Test
    void migratedIsFalseWhenTheCallDoesNotSay() {
        OperationMetrics metrics =
                new OperationMetrics(registry, Shape.sidecar().migrated(), ticker);

        ScriptedCalls.call(metrics.client(), CallOptions.DEFAULT, Status.OK);

        assertThat(registry.page()).contains(",migrated=\"false\"} 1\n");
    }

    @Test
    void aServersAnswersAreTimed() {
        ScriptedCalls.answer(sidecar().server(), Status.NOT_FOUND, false);

        assertThat(registry.page()).contains("grpc_status_code=\"NotFound\",method_name=\"" + ScriptedCalls.METHOD);
    }

    @Test
    void anAnswerThatCameTooLateCountsOnce() {
        ScriptedCalls.answer(sidecar().server(), Status.OK, true);

        assertThat(registry.page()).contains("grpc_status_code=\"Canceled\"").doesNotContain("grpc_status_code=\"OK\"");
    }

    private OperationMetrics sidecar() {
        return new OperationMetrics(registry, Shape.sidecar(), ticker);
    }

    private static String rest(String code) {
        return "grpc_status_code=\"" + code + "\",method_name=\"" + METHOD + "\"";
    }
}
