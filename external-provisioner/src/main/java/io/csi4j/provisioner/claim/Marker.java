package io.csi4j.provisioner.claim;

import com.google.protobuf.InvalidProtocolBufferException;
import io.csi4j.controller.api.MetaEdit;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Meta;
import io.csi4j.spec.v1.CreateVolumeRequest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;

/**
 * What is written on a claim while the driver may be making its volume, or has made one that is not saved yet (issue
 * 486): a finalizer, so that the claim outlives a deletion, and an annotation with those parts of the request that
 * cannot be found out again, so that whoever comes next repeats the same call.
 */
final class Marker {
    static final String FINALIZER = "csi4j.io/provisioning";
    static final String REQUEST = "csi4j.io/provisioning-request";

    /** All annotations of an object may have 256 KiB (Kubernetes); a larger request is found out again. */
    private static final int MOST_CHARACTERS = 128 << 10;

    private Marker() {}

    static boolean isOn(Claim claim) {
        return claim.hasFinalizer(FINALIZER);
    }

    /** Whether the claim says already that this is being asked. */
    static boolean tells(Claim claim, CreateVolumeRequest request) {
        return isOn(claim) && claim.annotation(REQUEST).orElse("").equals(text(request));
    }

    static MetaEdit set(CreateVolumeRequest request) {
        return MetaEdit.addFinalizer(FINALIZER).andSetAnnotation(REQUEST, text(request));
    }

    static MetaEdit clear() {
        return MetaEdit.removeFinalizer(FINALIZER).andRemoveAnnotation(REQUEST);
    }

    /** What was asked; nothing if it cannot be read. */
    static Remembered read(Claim claim) {
        String text = claim.annotation(REQUEST).orElse("");
        try {
            var request = CreateVolumeRequest.parseFrom(Base64.getDecoder().decode(text));
            return text.isEmpty() ? Remembered.NOTHING : Remembered.ofRequest(request);
        } catch (InvalidProtocolBufferException | IllegalArgumentException _) {
            return Remembered.NOTHING;
        }
    }

    /** Name and parameters follow from the claim and its class; the name alone is kept, so that nothing is empty. */
    static String text(CreateVolumeRequest request) {
        var kept = CreateVolumeRequest.newBuilder().setName(request.getName());
        if (request.hasVolumeContentSource()) {
            kept.setVolumeContentSource(request.getVolumeContentSource());
        }
        if (request.hasAccessibilityRequirements()) {
            kept.setAccessibilityRequirements(request.getAccessibilityRequirements());
        }
        String text = Base64.getEncoder().encodeToString(kept.build().toByteArray());
        return text.length() > MOST_CHARACTERS ? "" : text;
    }

    /** Whether the marker, and it alone, differs between two states of a claim: no reason for another attempt. */
    static boolean isAllThatChanged(Claim before, Claim now) {
        boolean isMarking =
                isOn(before) != isOn(now) || !before.annotation(REQUEST).equals(now.annotation(REQUEST));
        return isMarking
                && before.spec().equals(now.spec())
                && before.status().equals(now.status())
                && before.isDeleting() == now.isDeleting()
                && plain(before.meta()).equals(plain(now.meta()));
    }

    /** Without the marker and the version, which changes with everything. */
    private static Meta plain(Meta meta) {
        var annotations = new HashMap<>(meta.annotations());
        annotations.remove(REQUEST);
        List<String> finalizers = meta.finalizers().stream()
                .filter(finalizer -> !finalizer.equals(FINALIZER))
                .toList();
        return new Meta(meta.key(), meta.uid(), "", meta.deleting(), annotations, finalizers);
    }

    /** The claim as it was before it got another volume than ours: for a call that may still run. */
    static Claim unbound(Claim claim) {
        var spec = claim.spec();
        return spec.volumeName().isEmpty()
                ? claim
                : new Claim(
                        claim.meta(),
                        new Claim.Spec(
                                spec.accessModes(),
                                spec.requested(),
                                spec.storageClassName(),
                                "",
                                spec.volumeMode(),
                                spec.dataSource(),
                                spec.dataSourceRef(),
                                spec.hasSelector(),
                                spec.volumeAttributesClassName()),
                        claim.status());
    }
}
