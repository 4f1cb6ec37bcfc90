package io.csi4j.provisioner.volume;

import static io.csi4j.spec.v1.VolumeCapability.AccessMode.Mode.MULTI_NODE_READER_ONLY;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.Finalizers;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.controller.storage.VolumeSource;
import io.csi4j.provisioner.request.CreateRequest;
import io.csi4j.provisioner.request.SecretUse;
import io.csi4j.spec.v1.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds the cluster's object for a volume the driver has just made (contract section 6). Pure. */
public final class PersistentVolumes {
    /** Volume context entry that says which process made the volume. */
    private static final String IDENTITY = "storage.kubernetes.io/csiProvisionerIdentity";

    private final Claim claim;
    private final StorageClass storageClass;
    private final CreateRequest request;
    private final VolumeRules rules;

    private PersistentVolumes(Claim claim, StorageClass storageClass, CreateRequest request, VolumeRules rules) {
        this.claim = claim;
        this.storageClass = storageClass;
        this.request = request;
        this.rules = rules;
    }

    /** The volume as it shall be created; {@code made} is what CreateVolume answered. */
    public static Volume of(
            Claim claim,
            StorageClass storageClass,
            CreateRequest request,
            io.csi4j.spec.v1.Volume made,
            VolumeRules rules) {
        return new PersistentVolumes(claim, storageClass, request, rules).of(made);
    }

    private Volume of(io.csi4j.spec.v1.Volume made) {
        var key = ObjectKey.cluster(request.message().getName());
        var meta = Meta.ofNew(key).withAnnotations(annotations()).withFinalizers(List.of(Finalizers.PROVISIONER));
        return new Volume(meta, spec(made), VolumePhase.NONE);
    }

    private Volume.Spec spec(io.csi4j.spec.v1.Volume made) {
        return new Volume.Spec(
                Quantity.ofBytes(capacity(made)),
                claim.spec().accessModes(),
                storageClass.reclaimPolicy(),
                storageClass.name(),
                attributesClass(),
                storageClass.mountOptions(),
                claim.spec().volumeMode(),
                ClaimReference.of(claim),
                rules.topology() ? affinity(made.getAccessibleTopologyList()) : null,
                source(made));
    }

    private Map<String, String> annotations() {
        var annotations = new HashMap<String, String>();
        annotations.put(Annotations.PROVISIONED_BY, storageClass.provisioner());
        var deletion = request.secrets().of(SecretUse.PROVISIONER);
        annotations.put(
                Annotations.DELETION_SECRET_NAME,
                deletion.map(SecretReference::name).orElse(""));
        annotations.put(
                Annotations.DELETION_SECRET_NAMESPACE,
                deletion.map(SecretReference::namespace).orElse(""));
        request.secrets().of(SecretUse.CONTROLLER_MODIFY).ifPresent(modify -> {
            annotations.put(Annotations.MODIFY_SECRET_NAME, modify.name());
            annotations.put(Annotations.MODIFY_SECRET_NAMESPACE, modify.namespace());
        });
        return annotations;
    }

    /** A driver that does not say how large the volume is made what was asked for. */
    private long capacity(io.csi4j.spec.v1.Volume made) {
        return made.getCapacityBytes() == 0
                ? request.message().getCapacityRange().getRequiredBytes()
                : made.getCapacityBytes();
    }

    private @Nullable String attributesClass() {
        String name = claim.spec().volumeAttributesClassName();
        return rules.attributesClasses() && name != null && !name.isEmpty() ? name : null;
    }

    /** Topologies without segments say nothing: if all are empty, the volume has no affinity. */
    private static @Nullable List<NodeTerm> affinity(List<Topology> topologies) {
        var terms = topologies.stream()
                .filter(topology -> topology.getSegmentsCount() > 0)
                .map(topology -> new NodeTerm(new TreeMap<>(topology.getSegmentsMap())
                        .entrySet().stream()
                                .map(segment -> NodeTerm.Requirement.in(segment.getKey(), List.of(segment.getValue())))
                                .toList()))
                .toList();
        return terms.isEmpty() ? null : terms;
    }

    private VolumeSource.Csi source(io.csi4j.spec.v1.Volume made) {
        var attributes = new HashMap<>(Map.of(IDENTITY, rules.identity()));
        attributes.putAll(made.getVolumeContextMap());
        return new VolumeSource.Csi(
                rules.driver(),
                made.getVolumeId(),
                readOnly(),
                claim.isBlock() ? "" : request.fsType(),
                attributes,
                new VolumeSource.SecretReferences(
                        secret(SecretUse.CONTROLLER_PUBLISH),
                        secret(SecretUse.NODE_STAGE),
                        secret(SecretUse.NODE_PUBLISH),
                        secret(SecretUse.CONTROLLER_EXPAND),
                        secret(SecretUse.NODE_EXPAND)));
    }

    private boolean readOnly() {
        var capabilities = request.message().getVolumeCapabilitiesList();
        return rules.publishReadonly()
                && capabilities.size() == 1
                && capabilities.getFirst().getAccessMode().getMode() == MULTI_NODE_READER_ONLY;
    }

    private @Nullable SecretReference secret(SecretUse use) {
        return request.secrets().of(use).orElse(null);
    }
}
