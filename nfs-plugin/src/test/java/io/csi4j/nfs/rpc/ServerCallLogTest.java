package io.csi4j.nfs.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.csi4j.spec.v1.ControllerGrpc;
import io.csi4j.spec.v1.IdentityGrpc;
import io.csi4j.spec.v1.NodeGetInfoResponse;
import io.csi4j.spec.v1.NodeGrpc;
import io.csi4j.spec.v1.NodePublishVolumeResponse;
import io.csi4j.spec.v1.ProbeResponse;
import io.grpc.MethodDescriptor;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServerCallLogTest {
    static Stream<Arguments> levels() {
        return Stream.of(
                Arguments.of(IdentityGrpc.getProbeMethod(), 8),
                Arguments.of(NodeGrpc.getNodeGetCapabilitiesMethod(), 8),
                Arguments.of(NodeGrpc.getNodeGetVolumeStatsMethod(), 8),
                Arguments.of(IdentityGrpc.getGetPluginInfoMethod(), 2),
                Arguments.of(ControllerGrpc.getCreateVolumeMethod(), 2),
                Arguments.of(NodeGrpc.getNodePublishVolumeMethod(), 2));
    }

    @ParameterizedTest
    @MethodSource("levels")
    void frequentCallsAreLoggedAtAHigherLevel(MethodDescriptor<?, ?> method, int level) {
        assertThat(ServerCallLog.levelOf(method)).isEqualTo(level);
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(2, NodePublishVolumeResponse.getDefaultInstance(), 6),
                Arguments.of(2, NodeGetInfoResponse.newBuilder().setNodeId("n1").build(), 2),
                Arguments.of(8, ProbeResponse.getDefaultInstance(), 8));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void emptyAnswersAreLoggedAtAHigherLevel(int ofTheCall, Message answer, int level) {
        assertThat(ServerCallLog.levelOfAnswer(ofTheCall, answer)).isEqualTo(level);
    }
}
