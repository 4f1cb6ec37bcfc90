package io.csi4j.provisioner.request;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.spec.v1.CapacityRange;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.TopologyRequirement;
import io.csi4j.spec.v1.VolumeContentSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One complete {@code CreateVolume} request and what was decided on the way to it.
 *
 * @param fsType file system of the volume, empty if nobody cares; meaningless for block volumes
 * @param secrets where each operation's secret lies
 */
public record CreateRequest(CreateVolumeRequest message, String fsType, Secrets secrets) {

    /** What a request needs that is not in claim and class; asked in this order, each only if the step is reached. */
    public interface Surroundings {
        /** The source, which names a namespace; blocked unless the claim may refer to it. */
        Step<DataSource> reach(DataSource source);

        /** What the driver is to fill the volume from: a snapshot or a claim, protected by then. */
        Step<VolumeContentSource> content(ContentSource source);

        /** Where the volume must be reachable; absent if the driver does not care. */
        Step<Optional<TopologyRequirement>> accessibility();

        /** What is in a secret. */
        Step<Map<String, String>> secret(SecretReference reference);

        /** The parameters of a VolumeAttributesClass of this driver. */
        Step<Map<String, String>> attributesClass(String name);
    }

    /**
     * Builds the request in the order of contract 4.1, which decides what the user reads when several things are
     * wrong.
     */
    public static Step<CreateRequest> of(
            Claim claim, StorageClass storageClass, DriverFeatures driver, RequestRules rules, Surroundings around) {
        return new Builder(claim, storageClass, driver, rules, around).build();
    }

    /** The name of the claim's volume, at the driver and in Kubernetes; blocked if there is none. */
    public static Step<String> volumeName(Claim claim, RequestRules rules) {
        return VolumeName.of(rules.volumeNamePrefix(), rules.uuidLength(), claim.uid());
    }

    private record Builder(
            Claim claim, StorageClass storageClass, DriverFeatures driver, RequestRules rules, Surroundings around) {
        Step<CreateRequest> build() {
            var message = CreateVolumeRequest.newBuilder();
            return ContentSource.reached(claim, around::reach)
                    .then(_ -> translatable())
                    .then(_ -> ContentSource.judged(claim))
                    .then(source -> driver.makesVolumes()
                            .then(_ -> driver.copies(source))
                            .then(_ -> modifies())
                            .then(_ -> withoutSelector())
                            .then(_ -> volumeName(claim, rules))
                            .then(name -> fill(message.setName(name), source)));
        }

        private Step<CreateRequest> fill(CreateVolumeRequest.Builder message, ContentSource source) {
            message.setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(claim.requestedBytes()));
            return ParameterKeys.fsType(storageClass.parameters(), rules.defaultFsType())
                    .then(fsType -> VolumeCapabilities.of(claim, fsType, storageClass.mountOptions(), driver)
                            .then(capabilities -> content(message.addAllVolumeCapabilities(capabilities), source))
                            .then(_ -> locate(message))
                            .then(secrets -> parameters(message)
                                    .then(_ -> mutableParameters(message))
                                    .then(_ -> Step.ready(new CreateRequest(message.build(), fsType, secrets)))));
        }

        private Step<CreateVolumeRequest.Builder> content(CreateVolumeRequest.Builder message, ContentSource source) {
            return source instanceof ContentSource.Nothing
                    ? Step.ready(message)
                    : around.content(source).then(content -> Step.ready(message.setVolumeContentSource(content)));
        }

        private Step<Secrets> locate(CreateVolumeRequest.Builder message) {
            return around.accessibility().then(requirement -> {
                requirement.ifPresent(message::setAccessibilityRequirements);
                return Secrets.areNamed(storageClass.parameters()) ? secrets(message) : Step.ready(Secrets.NONE);
            });
        }

        private Step<Secrets> secrets(CreateVolumeRequest.Builder message) {
            var context = SecretContext.of(message.getName(), claim);
            return Secrets.reference(SecretUse.PROVISIONER, storageClass.parameters(), context)
                    .then(reference -> reference.map(around::secret).orElseGet(() -> Step.ready(Map.of())))
                    .then(entries -> {
                        message.putAllSecrets(entries);
                        return Secrets.all(storageClass.parameters(), context);
                    });
        }

        private Step<CreateVolumeRequest.Builder> parameters(CreateVolumeRequest.Builder message) {
            return ParameterKeys.forDriver(storageClass.parameters()).then(own -> {
                var all = new LinkedHashMap<>(own);
                if (rules.extraMetadata()) {
                    all.put(ParameterKeys.CLAIM_NAME, claim.name());
                    all.put(ParameterKeys.CLAIM_NAMESPACE, claim.key().namespace());
                    all.put(ParameterKeys.VOLUME_NAME, message.getName());
                }
                return Step.ready(message.putAllParameters(all));
            });
        }

        private Step<CreateVolumeRequest.Builder> mutableParameters(CreateVolumeRequest.Builder message) {
            return attributesClass()
                    .map(around::attributesClass)
                    .orElseGet(() -> Step.ready(Map.of()))
                    .then(mutable -> Step.ready(message.putAllMutableParameter(mutable)));
        }

        private Optional<String> attributesClass() {
            return Optional.ofNullable(claim.spec().volumeAttributesClassName())
                    .filter(name -> rules.attributesClasses() && !name.isEmpty());
        }

        private Step<StorageClass> translatable() {
            return storageClass.provisioner().equals(driver.name())
                    ? Step.ready(storageClass)
                    : Step.finished("class " + storageClass.name() + " is written for the in-tree plugin "
                            + storageClass.provisioner() + ": its parameters cannot be translated for driver "
                            + driver.name());
        }

        private Step<Claim> modifies() {
            return attributesClass().isEmpty() || driver.can(RPC.Type.MODIFY_VOLUME)
                    ? Step.ready(claim)
                    : Step.finished("the claim names VolumeAttributesClass "
                            + attributesClass().orElseThrow() + ", but driver " + driver.name()
                            + " does not modify volumes");
        }

        private Step<Claim> withoutSelector() {
            return claim.spec().hasSelector()
                    ? Step.finished("a claim with a selector cannot be provisioned dynamically")
                    : Step.ready(claim);
        }
    }
}
