package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.storage.CsiNode;
import io.csi4j.controller.storage.Node;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Nodes and CSINodes. */
final class NodeFields {
    private MetaFields.Labelled meta = MetaFields.Labelled.NONE;
    private List<CsiNode.Driver> drivers = List.of();

    private NodeFields() {}

    static Node readNode(Fields in) throws IOException {
        NodeFields draft = new NodeFields();
        in.object(field -> draft.metaOnly(in, field));
        return new Node(draft.meta.meta(), draft.meta.labels());
    }

    static CsiNode readCsiNode(Fields in) throws IOException {
        NodeFields draft = new NodeFields();
        in.object(field -> {
            if (field.equals("spec")) {
                in.object(part -> draft.specField(in, part));
            } else {
                draft.metaOnly(in, field);
            }
        });
        return new CsiNode(draft.meta.meta(), draft.drivers);
    }

    private void metaOnly(Fields in, String field) throws IOException {
        if (field.equals("metadata")) {
            meta = MetaFields.readLabelled(in);
        } else {
            in.skip();
        }
    }

    private void specField(Fields in, String field) throws IOException {
        if (field.equals("drivers")) {
            drivers = in.list(DriverDraft::read);
        } else {
            in.skip();
        }
    }

    private static final class DriverDraft {
        private String name = "";
        private String nodeId = "";
        private List<String> topologyKeys = List.of();
        private @Nullable Integer count;

        static CsiNode.Driver read(Fields in) throws IOException {
            DriverDraft draft = new DriverDraft();
            in.object(field -> draft.field(in, field));
            return new CsiNode.Driver(draft.name, draft.nodeId, draft.topologyKeys, draft.count);
        }

        private void field(Fields in, String field) throws IOException {
            switch (field) {
                case "name" -> name = in.shared();
                case "nodeID" -> nodeId = in.text();
                case "topologyKeys" -> topologyKeys = in.sharedTexts();
                case "allocatable" -> in.object(part -> allocatable(in, part));
                default -> in.skip();
            }
        }

        private void allocatable(Fields in, String field) throws IOException {
            if (field.equals("count")) {
                count = in.number();
            } else {
                in.skip();
            }
        }
    }
}
