package io.csi4j.controller.api;

import static io.csi4j.controller.codec.Shape.inline;
import static io.csi4j.controller.codec.Shape.number;
import static io.csi4j.controller.codec.Shape.object;
import static io.csi4j.controller.codec.Shape.objects;
import static io.csi4j.controller.codec.Shape.quantities;
import static io.csi4j.controller.codec.Shape.quantity;
import static io.csi4j.controller.codec.Shape.text;
import static io.csi4j.controller.codec.Shape.textMap;
import static io.csi4j.controller.codec.Shape.texts;
import static io.csi4j.controller.codec.Shape.time;
import static io.csi4j.controller.codec.Shape.truth;

import io.csi4j.controller.codec.Shape;

/**
 * The kinds in protobuf: every field that a reader of this room looks at, with the number it has in Kubernetes'
 * published {@code generated.proto} files. A field that Go holds by a pointer is optional here.
 */
final class Shapes {
    private static final Shape OWNER = Shape.of(
            text(1, "kind"),
            text(3, "name"),
            text(4, "uid"),
            text(5, "apiVersion"),
            truth(6, "controller"),
            truth(7, "blockOwnerDeletion"));

    private static final Shape META = Shape.of(
            text(1, "name"),
            text(2, "generateName"),
            text(3, "namespace"),
            text(5, "uid"),
            text(6, "resourceVersion"),
            time(9, "deletionTimestamp"),
            textMap(11, "labels"),
            textMap(12, "annotations"),
            objects(13, "ownerReferences", OWNER),
            texts(14, "finalizers"));

    static final Shape LIST_META = Shape.of(text(2, "resourceVersion"), text(3, "continue"));

    static final Shape STATUS = Shape.of(
            text(3, "message"),
            text(4, "reason"),
            object(5, "details", Shape.of(objects(4, "causes", Shape.of(text(1, "reason"))))),
            number(6, "code"));

    private static final Shape DATA_SOURCE = Shape.of(text(1, "apiGroup").optional(), text(2, "kind"), text(3, "name"));

    private static final Shape DATA_SOURCE_REFERENCE = Shape.of(
            text(1, "apiGroup").optional(),
            text(2, "kind"),
            text(3, "name"),
            text(4, "namespace").optional());

    private static final Shape CLAIM_SPEC = Shape.of(
            texts(1, "accessModes"),
            object(2, "resources", Shape.of(quantities(2, "requests"))),
            text(3, "volumeName"),
            object(4, "selector", Shape.EMPTY),
            text(5, "storageClassName").optional(),
            text(6, "volumeMode").optional(),
            object(7, "dataSource", DATA_SOURCE),
            object(8, "dataSourceRef", DATA_SOURCE_REFERENCE),
            text(9, "volumeAttributesClassName").optional());

    private static final Shape CONDITION = Shape.of(
            text(1, "type"),
            text(2, "status"),
            time(3, "lastProbeTime"),
            time(4, "lastTransitionTime"),
            text(5, "reason"),
            text(6, "message"));

    private static final Shape CLAIM_STATUS = Shape.of(
            text(1, "phase"),
            quantities(3, "capacity"),
            objects(4, "conditions", CONDITION),
            quantities(5, "allocatedResources"),
            textMap(7, "allocatedResourceStatuses"),
            text(8, "currentVolumeAttributesClassName").optional(),
            object(9, "modifyVolumeStatus", Shape.of(text(1, "targetVolumeAttributesClassName"), text(2, "status"))));

    static final Shape CLAIM =
            Shape.of(object(1, "metadata", META), object(2, "spec", CLAIM_SPEC), object(3, "status", CLAIM_STATUS));

    private static final Shape SECRET_REFERENCE = Shape.of(text(1, "name"), text(2, "namespace"));

    private static final Shape CSI_SOURCE = Shape.of(
            text(1, "driver"),
            text(2, "volumeHandle"),
            truth(3, "readOnly"),
            text(4, "fsType"),
            textMap(5, "volumeAttributes"),
            object(6, "controllerPublishSecretRef", SECRET_REFERENCE),
            object(7, "nodeStageSecretRef", SECRET_REFERENCE),
            object(8, "nodePublishSecretRef", SECRET_REFERENCE),
            object(9, "controllerExpandSecretRef", SECRET_REFERENCE),
            object(10, "nodeExpandSecretRef", SECRET_REFERENCE));

    private static final Shape PARTITION =
            Shape.of(text(1, "volumeID"), text(2, "fsType"), number(3, "partition"), truth(4, "readOnly"));

    /** A volume's plugins. Of those that no CSI driver took over only the name counts. */
    private static final Shape VOLUME_SOURCE = Shape.of(
            object(
                    1,
                    "gcePersistentDisk",
                    Shape.of(text(1, "pdName"), text(2, "fsType"), number(3, "partition"), truth(4, "readOnly"))),
            object(2, "awsElasticBlockStore", PARTITION),
            object(3, "hostPath", Shape.EMPTY),
            object(4, "glusterfs", Shape.EMPTY),
            object(5, "nfs", Shape.EMPTY),
            object(6, "rbd", Shape.EMPTY),
            object(7, "iscsi", Shape.EMPTY),
            object(8, "cinder", Shape.of(text(1, "volumeID"), text(2, "fsType"), truth(3, "readOnly"))),
            object(9, "cephfs", Shape.EMPTY),
            object(10, "fc", Shape.EMPTY),
            object(11, "flocker", Shape.EMPTY),
            object(12, "flexVolume", Shape.EMPTY),
            object(
                    13,
                    "azureFile",
                    Shape.of(
                            text(1, "secretName"),
                            text(2, "shareName"),
                            truth(3, "readOnly"),
                            text(4, "secretNamespace").optional())),
            object(
                    14,
                    "vsphereVolume",
                    Shape.of(
                            text(1, "volumePath"),
                            text(2, "fsType"),
                            text(3, "storagePolicyName"),
                            text(4, "storagePolicyID"))),
            object(15, "quobyte", Shape.EMPTY),
            object(
                    16,
                    "azureDisk",
                    Shape.of(
                            text(1, "diskName"),
                            text(2, "diskURI"),
                            text(3, "cachingMode").optional(),
                            text(4, "fsType").optional(),
                            truth(5, "readOnly").optional(),
                            text(6, "kind").optional())),
            object(17, "photonPersistentDisk", Shape.EMPTY),
            object(18, "portworxVolume", Shape.of(text(1, "volumeID"), text(2, "fsType"), truth(3, "readOnly"))),
            object(19, "scaleIO", Shape.EMPTY),
            object(20, "local", Shape.EMPTY),
            object(21, "storageos", Shape.EMPTY),
            object(22, "csi", CSI_SOURCE));

    private static final Shape REFERENCE = Shape.of(
            text(1, "kind"),
            text(2, "namespace"),
            text(3, "name"),
            text(4, "uid"),
            text(5, "apiVersion"),
            text(6, "resourceVersion"));

    private static final Shape REQUIREMENT = Shape.of(text(1, "key"), text(2, "operator"), texts(3, "values"));

    private static final Shape NODE_AFFINITY = Shape.of(object(
            1,
            "required",
            Shape.of(objects(1, "nodeSelectorTerms", Shape.of(objects(1, "matchExpressions", REQUIREMENT))))));

    private static final Shape VOLUME_SPEC = Shape.of(
            quantities(1, "capacity"),
            inline(2, VOLUME_SOURCE),
            texts(3, "accessModes"),
            object(4, "claimRef", REFERENCE),
            text(5, "persistentVolumeReclaimPolicy"),
            text(6, "storageClassName"),
            texts(7, "mountOptions"),
            text(8, "volumeMode").optional(),
            object(9, "nodeAffinity", NODE_AFFINITY),
            text(10, "volumeAttributesClassName").optional());

    static final Shape VOLUME = Shape.of(
            object(1, "metadata", META),
            object(2, "spec", VOLUME_SPEC),
            object(3, "status", Shape.of(text(1, "phase"))));

    /** Of a node the metadata alone, whose status is the longest part. */
    static final Shape META_ONLY = Shape.of(object(1, "metadata", META));

    private static final Shape POD_VOLUME = Shape.of(
            text(1, "name"),
            inline(
                    2,
                    Shape.of(
                            object(10, "persistentVolumeClaim", Shape.of(text(1, "claimName"))),
                            object(29, "ephemeral", Shape.EMPTY))));

    static final Shape POD = Shape.of(
            object(1, "metadata", META),
            object(2, "spec", Shape.of(objects(1, "volumes", POD_VOLUME))),
            object(3, "status", Shape.of(text(1, "phase"))));

    static final Shape EVENT = Shape.of(
            object(1, "metadata", META),
            object(2, "involvedObject", REFERENCE),
            text(3, "reason"),
            text(4, "message"),
            object(5, "source", Shape.of(text(1, "component"), text(2, "host"))),
            time(6, "firstTimestamp"),
            time(7, "lastTimestamp"),
            number(8, "count"),
            text(9, "type"),
            text(14, "reportingComponent"),
            text(15, "reportingInstance"));

    static final Shape STORAGE_CLASS = Shape.of(
            object(1, "metadata", META),
            text(2, "provisioner"),
            textMap(3, "parameters"),
            text(4, "reclaimPolicy").optional(),
            texts(5, "mountOptions"),
            truth(6, "allowVolumeExpansion"),
            text(7, "volumeBindingMode").optional(),
            objects(
                    8,
                    "allowedTopologies",
                    Shape.of(objects(1, "matchLabelExpressions", Shape.of(text(1, "key"), texts(2, "values"))))));

    static final Shape ATTRIBUTES_CLASS =
            Shape.of(object(1, "metadata", META), text(2, "driverName"), textMap(3, "parameters"));

    private static final Shape FAULT =
            Shape.of(time(1, "time"), text(2, "message"), number(3, "errorCode").optional());

    static final Shape ATTACHMENT = Shape.of(
            object(1, "metadata", META),
            object(
                    2,
                    "spec",
                    Shape.of(
                            text(1, "attacher"),
                            object(
                                    2,
                                    "source",
                                    Shape.of(
                                            text(1, "persistentVolumeName").optional(),
                                            object(2, "inlineVolumeSpec", VOLUME_SPEC))),
                            text(3, "nodeName"))),
            object(
                    3,
                    "status",
                    Shape.of(
                            truth(1, "attached"),
                            textMap(2, "attachmentMetadata"),
                            object(3, "attachError", FAULT),
                            object(4, "detachError", FAULT))));

    private static final Shape NODE_DRIVER = Shape.of(
            text(1, "name"),
            text(2, "nodeID"),
            texts(3, "topologyKeys"),
            object(4, "allocatable", Shape.of(number(1, "count").optional())));

    static final Shape CSI_NODE =
            Shape.of(object(1, "metadata", META), object(2, "spec", Shape.of(objects(1, "drivers", NODE_DRIVER))));

    static final Shape STORAGE_CAPACITY = Shape.of(
            object(1, "metadata", META),
            object(2, "nodeTopology", Shape.of(textMap(1, "matchLabels"), objects(2, "matchExpressions", Shape.EMPTY))),
            text(3, "storageClassName"),
            quantity(4, "capacity"),
            quantity(5, "maximumVolumeSize"));

    private Shapes() {}
}
