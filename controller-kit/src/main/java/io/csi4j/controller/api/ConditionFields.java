package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.storage.Condition;
import java.io.IOException;

/** Reads one condition of a claim. */
final class ConditionFields {
    private String type = "";
    private String status = "";
    private String reason = "";
    private String message = "";
    private String lastProbeTime = "";
    private String lastTransitionTime = "";

    private ConditionFields() {}

    static Condition read(Fields in) throws IOException {
        ConditionFields draft = new ConditionFields();
        in.object(field -> draft.field(in, field));
        return new Condition(
                draft.type, draft.status, draft.reason, draft.message, draft.lastProbeTime, draft.lastTransitionTime);
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "type" -> type = in.shared();
            case "status" -> status = in.shared();
            case "reason" -> reason = in.shared();
            case "message" -> message = in.text();
            case "lastProbeTime" -> lastProbeTime = in.text();
            case "lastTransitionTime" -> lastTransitionTime = in.text();
            default -> in.skip();
        }
    }
}
