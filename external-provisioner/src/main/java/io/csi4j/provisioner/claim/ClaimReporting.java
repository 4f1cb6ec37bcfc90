package io.csi4j.provisioner.claim;

import io.csi4j.controller.event.EventRecorder;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ObjectReference;
import io.csi4j.controller.storage.Volume;
import io.csi4j.provisioner.volume.CapacityHints;

/** What users, dashboards and who watches the room that is left are told of a claim; the events of contract 7.4. */
public record ClaimReporting(EventRecorder events, ClaimMetrics metrics, CapacityHints hints) {
    private static final String PROVISIONING = "Provisioning";
    private static final String SUCCEEDED = "ProvisioningSucceeded";
    private static final String FAILED = "ProvisioningFailed";

    void provisioning(Claim claim) {
        events.begins(
                ObjectReference.to(claim),
                PROVISIONING,
                "External provisioner is provisioning volume for claim \"" + claim.key() + "\"");
    }

    void leftToPopulator(Claim claim) {
        normal(claim, PROVISIONING, "Assuming an external populator will provision the volume");
    }

    void succeeded(Claim claim, Volume volume) {
        normal(claim, SUCCEEDED, "Successfully provisioned volume " + volume.name());
    }

    void failed(Claim claim, CreateFailure failure) {
        String why = failure.obstacle().message();
        String message = failure.infeasible()
                ? "Volume provisioning failed with infeasible error. Retries will be delayed. " + why
                : why;
        events.warning(ObjectReference.to(claim), FAILED, message);
        metrics.failed(claim);
    }

    private void normal(Claim claim, String reason, String message) {
        events.normal(ObjectReference.to(claim), reason, message);
    }
}
