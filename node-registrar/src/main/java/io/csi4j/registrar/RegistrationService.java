package io.csi4j.registrar;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.log.Sanitizer;
import io.csi4j.spec.registration.InfoRequest;
import io.csi4j.spec.registration.PluginInfo;
import io.csi4j.spec.registration.RegistrationGrpc;
import io.csi4j.spec.registration.RegistrationStatus;
import io.csi4j.spec.registration.RegistrationStatusResponse;
import io.grpc.stub.StreamObserver;

/** What kubelet asks on the registration socket: contract node-registrar.md, section 5. */
final class RegistrationService extends RegistrationGrpc.RegistrationImplBase {
    private static final Log LOG = Log.of(RegistrationService.class);

    private final PluginInfo plugin;
    private final Shutdown shutdown;
    private volatile boolean registered;

    /**
     * The service for one driver.
     *
     * @param endpoint the driver's socket as kubelet sees it
     */
    RegistrationService(String driver, String endpoint, Shutdown shutdown) {
        // Kubelet takes the highest version of major 1; CSI itself has no other.
        this.plugin = PluginInfo.newBuilder()
                .setType("CSIPlugin")
                .setName(driver)
                .setEndpoint(endpoint)
                .addSupportedVersions("1.0.0")
                .build();
        this.shutdown = shutdown;
    }

    /** The driver's name. */
    String driver() {
        return plugin.getName();
    }

    /** Whether kubelet has told so. */
    boolean isRegistered() {
        return registered;
    }

    void kubeletSays(boolean isRegistered) {
        registered = isRegistered;
    }

    @Override
    public void getInfo(InfoRequest request, StreamObserver<PluginInfo> answer) {
        LOG.v(4).info("kubelet or a health check asks who we are", "request", Sanitizer.lazy(request));
        answer.onNext(plugin);
        answer.onCompleted();
    }

    /**
     * Kubelet's verdict. After a failed registration kubelet does not try again by itself: only a socket that goes and
     * comes back makes it, so the program ends, after the answer, and its restart brings the socket back.
     */
    @Override
    public void notifyRegistrationStatus(RegistrationStatus status, StreamObserver<RegistrationStatusResponse> answer) {
        // Field by field: a whole message in a line costs 2 MB of protobuf's descriptors in a program of 60.
        LOG.info(
                "kubelet told the outcome of the registration",
                "plugin_registered",
                status.getPluginRegistered(),
                "error",
                status.getError());
        kubeletSays(status.getPluginRegistered());
        answer.onNext(RegistrationStatusResponse.getDefaultInstance());
        answer.onCompleted();
        if (!status.getPluginRegistered()) {
            LOG.error(null, "registration failed, exiting", "driver", driver(), "reason", status.getError());
            shutdown.request(Exit.FAILURE);
        }
    }
}
