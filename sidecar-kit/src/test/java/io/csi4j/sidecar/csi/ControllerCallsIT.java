package io.csi4j.sidecar.csi;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.log.Logging;
import io.csi4j.sidecar.log.LoggingOptions;
import io.csi4j.spec.v1.ControllerGetCapabilitiesRequest;
import io.csi4j.spec.v1.ControllerGetCapabilitiesResponse;
import io.csi4j.spec.v1.ControllerGrpc;
import io.csi4j.spec.v1.ControllerServiceCapability;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.CreateVolumeResponse;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.spec.v1.Volume;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ControllerCallsIT {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final CreateVolumeRequest REQUEST = CreateVolumeRequest.newBuilder()
            .setName("pvc-1")
            .putSecrets("password", "open sesame")
            .build();

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final PlayedController driver = new PlayedController();
    private DriverServer server;
    private DriverChannel channel;
    private ControllerCalls controller;

    /** Answers as the test says. */
    private static final class PlayedController extends ControllerGrpc.ControllerImplBase {
        private volatile Consumer<StreamObserver<CreateVolumeResponse>> create = answer -> {};
        private volatile List<ControllerServiceCapability> capabilities = List.of();

        @Override
        public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> answer) {
            create.accept(answer);
        }

        @Override
        public void controllerGetCapabilities(
                ControllerGetCapabilitiesRequest request, StreamObserver<ControllerGetCapabilitiesResponse> answer) {
            answer.onNext(ControllerGetCapabilitiesResponse.newBuilder()
                    .addAllCapabilities(capabilities)
                    .build());
            answer.onCompleted();
        }
    }

    @BeforeEach
    void connect(@TempDir Path folder) {
        var socket = new DriverAddress.UnixSocket(folder.resolve("csi.sock"));
        server = DriverServer.listen(socket, List.of(driver));
        channel =
                DriverChannel.connect(socket, ConnectOptions.standard().intercepted(noting("outer"), noting("inner")));
        controller = new ControllerCalls(channel);
    }

    @AfterEach
    void disconnect() {
        channel.close();
        server.close(Duration.ZERO);
    }

    @Test
    void aVolumeIsMade() {
        driver.create = answering("v-1");

        assertThat(controller
                        .createVolume(REQUEST, CALL)
                        .map(made -> made.getVolume().getVolumeId()))
                .isEqualTo(new Outcome.Done<>("v-1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            code               | refused as
            INVALID_ARGUMENT   | INFEASIBLE
            RESOURCE_EXHAUSTED | EXHAUSTED
            ALREADY_EXISTS     | FINAL
            """)
    void aRefusalHasItsReason(Status.Code code, Refusal why) {
        Status told = code.toStatus().withDescription("as told");
        driver.create = answer -> answer.onError(told.asRuntimeException());

        assertThat(controller.createVolume(REQUEST, CALL)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.why()).isEqualTo(why);
            assertThat(GrpcText.of(refused.status())).isEqualTo(GrpcText.of(told));
        });
    }

    @ParameterizedTest
    @CsvSource({"200", "0", "-1"})
    void aLateAnswerIsUncertainAndAlwaysReadsTheSame(long timeoutMillis) {
        assertThat(controller.createVolume(REQUEST, Duration.ofMillis(timeoutMillis)))
                .isInstanceOfSatisfying(
                        Outcome.Uncertain.class,
                        late -> assertThat(GrpcText.of(late.status()))
                                .isEqualTo("rpc error: code = DeadlineExceeded desc = context deadline exceeded"));
    }

    @Test
    void aCallTheDriverDoesNotKnowIsRefused() {
        assertThat(controller.deleteVolume(DeleteVolumeRequest.getDefaultInstance(), CALL))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    }

    @Test
    void anAnswerOverFourMebibytesIsNotTaken() {
        driver.create = answering("v".repeat(4 << 20));

        assertThat(controller.createVolume(REQUEST, CALL))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    }

    @Test
    void anInterruptCancelsTheCallAndStaysSet() throws InterruptedException {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        driver.create = answer -> {
            ((ServerCallStreamObserver<?>) answer).setOnCancelHandler(cancelled::countDown);
            called.countDown();
        };
        Queue<Object> found = new ConcurrentLinkedQueue<>();

        Thread caller = Thread.ofVirtual().start(() -> {
            found.add(controller.createVolume(REQUEST, CALL));
            found.add(Thread.currentThread().isInterrupted());
        });
        called.await();
        caller.interrupt();
        caller.join();
        cancelled.await();

        assertThat(found)
                .satisfiesExactly(
                        outcome -> assertThat(outcome)
                                .isInstanceOfSatisfying(
                                        Outcome.Uncertain.class,
                                        uncertain -> assertThat(
                                                        uncertain.status().getCode())
                                                .isEqualTo(Status.Code.CANCELLED)),
                        interrupted -> assertThat(interrupted).isEqualTo(true));
    }

    @Test
    void callsAreKeptAndOtherKindsOfCapabilityLeftOut() {
        driver.capabilities = List.of(
                rpc(RPC.Type.CREATE_DELETE_VOLUME),
                rpc(RPC.Type.UNKNOWN),
                ControllerServiceCapability.getDefaultInstance());

        assertThat(controller.capabilities(CALL))
                .isEqualTo(new Outcome.Done<>(Set.of(RPC.Type.CREATE_DELETE_VOLUME, RPC.Type.UNKNOWN)));
    }

    @Test
    void interceptorsSeeEveryCallTheFirstOneOutermost() {
        driver.create = answering("v-1");

        controller.createVolume(REQUEST, CALL);

        assertThat(seen)
                .containsExactly("outer csi.v1.Controller/CreateVolume", "inner csi.v1.Controller/CreateVolume");
    }

    @Test
    void theLogShowsCallAndAnswerWithoutSecretsFromLevelFive() {
        driver.create = answering("v-1");
        Queue<String> lines = new ConcurrentLinkedQueue<>();

        try (var _ = Logging.redirect(lines::add)) {
            controller.createVolume(REQUEST, CALL);
            Logging.configure(new LoggingOptions(5, "", LoggingOptions.Format.TEXT));
            controller.createVolume(REQUEST, CALL);
            controller.deleteVolume(DeleteVolumeRequest.getDefaultInstance(), CALL);
        }

        assertThat(lines)
                .satisfiesExactly(
                        call -> assertThat(call)
                                .contains("method=\"/csi.v1.Controller/CreateVolume\"", "pvc-1", "***stripped***")
                                .doesNotContain("sesame"),
                        answer -> assertThat(answer).contains("v-1", "err=null"),
                        call -> assertThat(call).contains("method=\"/csi.v1.Controller/DeleteVolume\""),
                        answer -> assertThat(answer).contains("response=\"{}\"", "code = Unimplemented"));
    }

    private static Consumer<StreamObserver<CreateVolumeResponse>> answering(String volumeHandle) {
        return answer -> {
            answer.onNext(CreateVolumeResponse.newBuilder()
                    .setVolume(Volume.newBuilder().setVolumeId(volumeHandle))
                    .build());
            answer.onCompleted();
        };
    }

    private static ControllerServiceCapability rpc(RPC.Type type) {
        return ControllerServiceCapability.newBuilder()
                .setRpc(RPC.newBuilder().setType(type))
                .build();
    }

    private ClientInterceptor noting(String name) {
        return new ClientInterceptor() {
            @Override
            public <Q, R> ClientCall<Q, R> interceptCall(
                    MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
                seen.add(name + " " + method.getFullMethodName());
                return next.newCall(method, options);
            }
        };
    }
}
