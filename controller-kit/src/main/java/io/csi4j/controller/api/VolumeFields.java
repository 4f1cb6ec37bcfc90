package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.Pool;
import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.InTree;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.ReclaimPolicy;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeMode;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.controller.storage.VolumeSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a PersistentVolume and the volume an attachment carries inline. */
final class VolumeFields {
    private static final VolumeSource NO_SOURCE = new VolumeSource.Other("");
    private static final Volume.Spec NO_SPEC =
            new Volume.Spec(null, List.of(), null, "", null, List.of(), null, null, null, NO_SOURCE);

    private MetaFields.Labelled meta = MetaFields.Labelled.NONE;
    private Volume.Spec spec = NO_SPEC;
    private VolumePhase phase = VolumePhase.NONE;

    private final Extent extent;

    private VolumeFields(Extent extent) {
        this.extent = extent;
    }

    /** How much of a volume is kept. */
    private enum Extent {
        WHOLE,
        WITHOUT_ATTRIBUTES,
        /** Without attributes, and of its claim's reference not the name, which nobody compares. */
        TO_EXPAND,
        /** Of a CSI volume neither claim nor capacity; the drivers of in-tree volumes may need the claim. */
        TO_ATTACH
    }

    static Volume read(Fields in) throws IOException {
        return read(in, new VolumeFields(Extent.WHOLE));
    }

    static Volume readWithoutAttributes(Fields in) throws IOException {
        return read(in, new VolumeFields(Extent.WITHOUT_ATTRIBUTES));
    }

    static Volume readToExpand(Fields in) throws IOException {
        return read(in, new VolumeFields(Extent.TO_EXPAND));
    }

    static Volume readToAttach(Fields in) throws IOException {
        return read(in, new VolumeFields(Extent.TO_ATTACH));
    }

    private static Volume read(Fields in, VolumeFields draft) throws IOException {
        in.object(field -> draft.field(in, field));
        return new Volume(draft.meta.meta(), withZone(draft.spec, draft.meta.labels()), draft.phase);
    }

    /** Only volumes of in-tree plugins have labels that count. */
    private static Volume.Spec withZone(Volume.Spec spec, Map<String, String> labels) {
        if (!(spec.source() instanceof VolumeSource.Other(var field, var entries)) || !InTree.isField(field)) {
            return spec;
        }
        Map<String, String> all = new HashMap<>(entries);
        for (String label : List.of(InTree.ZONE, InTree.ZONE_BETA)) {
            String zone = labels.get(label);
            if (zone != null) {
                all.put(label, zone);
            }
        }
        return spec.withSource(new VolumeSource.Other(field, all));
    }

    static Volume.Spec readSpec(Fields in) throws IOException {
        return readSpec(in, Extent.WHOLE);
    }

    private static Volume.Spec readSpec(Fields in, Extent extent) throws IOException {
        SpecDraft draft = new SpecDraft(extent);
        in.object(field -> draft.field(in, field));
        return draft.spec();
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "metadata" -> meta = MetaFields.readWhole(in);
            case "spec" -> spec = readSpec(in, extent);
            case "status" -> in.object(part -> status(in, part));
            default -> in.skip();
        }
    }

    private void status(Fields in, String part) throws IOException {
        if (part.equals("phase")) {
            phase = VolumePhase.of(in.text());
        } else {
            in.skip();
        }
    }

    private static final class SpecDraft {
        private @Nullable Quantity capacity;
        private List<AccessMode> accessModes = List.of();
        private @Nullable ReclaimPolicy reclaimPolicy;
        private String storageClassName = "";
        private @Nullable String attributesClass;
        private List<String> mountOptions = List.of();
        private @Nullable VolumeMode volumeMode;
        private @Nullable ClaimReference claimRef;
        private @Nullable List<NodeTerm> nodeAffinity;
        private VolumeSource source = NO_SOURCE;

        private final Extent extent;

        SpecDraft(Extent extent) {
            this.extent = extent;
        }

        Volume.Spec spec() {
            boolean keepsClaim = extent != Extent.TO_ATTACH || !(source instanceof VolumeSource.Csi);
            return new Volume.Spec(
                    keepsClaim ? capacity : null,
                    accessModes,
                    reclaimPolicy,
                    storageClassName,
                    attributesClass,
                    mountOptions,
                    volumeMode,
                    keepsClaim ? claimRef : null,
                    nodeAffinity,
                    source);
        }

        private void field(Fields in, String field) throws IOException {
            switch (field) {
                case "capacity" -> capacity = in.storage();
                case "accessModes" -> accessModes = Shared.accessModes(in);
                case "persistentVolumeReclaimPolicy" -> reclaimPolicy = policy(in.textOrNull());
                case "storageClassName" -> storageClassName = in.shared();
                case "volumeAttributesClassName" -> attributesClass = in.sharedOrNull();
                case "mountOptions" -> mountOptions = in.sharedTexts();
                case "volumeMode" -> volumeMode = Shared.volumeMode(in);
                case "claimRef" -> claimRef = ClaimReferenceFields.read(in, extent != Extent.TO_EXPAND);
                case "nodeAffinity" -> in.object(part -> affinity(in, part));
                case "csi" -> source = CsiSourceFields.read(in, keepsAttributes());
                default -> otherSource(in, field);
            }
        }

        private boolean keepsAttributes() {
            return extent == Extent.WHOLE || extent == Extent.TO_ATTACH;
        }

        private static @Nullable ReclaimPolicy policy(@Nullable String wireName) {
            return wireName == null || wireName.isEmpty() ? null : ReclaimPolicy.of(wireName);
        }

        private void affinity(Fields in, String part) throws IOException {
            if (!part.equals("required")) {
                in.skip();
                return;
            }
            List<NodeTerm> terms = new ArrayList<>(1);
            in.object(field -> {
                if (field.equals("nodeSelectorTerms")) {
                    in.each(term -> terms.add(Shared.nodeTerm(term, "matchExpressions")));
                } else {
                    in.skip();
                }
            });
            nodeAffinity = Pool.SHARED.same(List.copyOf(terms));
        }

        /** Every plugin has a field of its own; ours is {@code csi}. */
        private void otherSource(Fields in, String field) throws IOException {
            if (!in.isObject() || !source.equals(NO_SOURCE)) {
                in.skip();
            } else if (InTree.isField(field)) {
                source = new VolumeSource.Other(field, plainValues(in));
            } else {
                source = Pool.SHARED.same(new VolumeSource.Other(field));
                in.skip();
            }
        }

        private static Map<String, String> plainValues(Fields in) throws IOException {
            Map<String, String> values = new HashMap<>();
            in.object(name -> {
                if (in.isPlain()) {
                    values.put(Pool.SHARED.same(name), in.text());
                } else {
                    in.skip();
                }
            });
            return values;
        }
    }
}
