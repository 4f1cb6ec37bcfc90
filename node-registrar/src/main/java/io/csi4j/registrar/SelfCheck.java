package io.csi4j.registrar;

import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.csi.OnLoss;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.http.Answer;
import io.csi4j.sidecar.http.Page;
import io.csi4j.sidecar.http.Request;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.registration.InfoRequest;
import io.csi4j.spec.registration.RegistrationGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/**
 * Whether kubelet would find this program behind the registration socket: {@code /healthz}. Neither the driver nor
 * kubelet's opinion counts.
 *
 * @param timeout of the question, once connected
 */
record SelfCheck(RegistrationSocket socket, Duration timeout) implements Page {
    private static final Log LOG = Log.of(SelfCheck.class);

    /** Connecting is this process's own work on both ends, and a starved node needs seconds for it. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    @Override
    public Answer answer(Request request) {
        Answer answer = look();
        if (answer.status() == Answer.ok().status()) {
            LOG.v(5).info("health check succeeded", "socketfile", socket.path());
        } else {
            LOG.error(null, "health check failed", "reason", answer.body());
        }
        return answer;
    }

    private Answer look() {
        try {
            // A pipe or a device passes here and fails to connect.
            boolean isSocket = Files.readAttributes(socket.path(), BasicFileAttributes.class)
                    .isOther();
            return isSocket ? connect() : Answer.failed(socket.path() + " exists but is no socket");
        } catch (NoSuchFileException missing) {
            return Answer.text(404, "registration socket does not exist");
        } catch (IOException failure) {
            return Answer.failed("cannot look at the registration socket: " + failure);
        }
    }

    private Answer connect() {
        LOG.v(4).info("connecting to the registration socket", "socketfile", socket.path());
        ConnectOptions options = ConnectOptions.standard().within(CONNECT_LIMIT).onLoss(OnLoss.giveUp());
        return switch (DriverChannel.tryConnect(socket.address(), options)) {
            case Outcome.Done<DriverChannel>(var channel) -> ask(channel);
            case Outcome.Refused<DriverChannel>(var why, var status) -> unreachable(status);
            case Outcome.Uncertain<DriverChannel>(var status) -> unreachable(status);
        };
    }

    private Answer ask(DriverChannel channel) {
        LOG.v(4).info("asking the registration socket", "socketfile", socket.path());
        try (channel) {
            String name = RegistrationGrpc.newBlockingStub(channel.grpc())
                    .withDeadlineAfter(timeout)
                    .getInfo(InfoRequest.getDefaultInstance())
                    .getName();
            return name.equals(socket.service().driver()) ? Answer.ok() : Answer.failed("invalid driver name " + name);
        } catch (StatusRuntimeException failure) {
            return Answer.failed("error getting info from node-registrar socket: " + GrpcText.of(failure.getStatus()));
        }
    }

    private Answer unreachable(Status status) {
        return Answer.failed(
                "error connecting to node-registrar socket " + socket.path() + ": " + GrpcText.description(status));
    }
}
