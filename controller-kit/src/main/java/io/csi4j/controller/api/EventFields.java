package io.csi4j.controller.api;

import com.google.gson.stream.JsonWriter;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.storage.Event;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.ObjectReference;
import java.io.IOException;
import java.util.Map;

/** Reads and writes a core/v1 Event. */
final class EventFields {
    private Meta meta = MetaFields.NONE;
    private Map<String, String> involved = Map.of();
    private Map<String, String> source = Map.of();
    private String type = "";
    private String reason = "";
    private String message = "";
    private int count;
    private String firstTime = "";
    private String lastTime = "";

    private EventFields() {}

    static Event read(Fields in) throws IOException {
        EventFields draft = new EventFields();
        in.object(field -> draft.field(in, field));
        return draft.event();
    }

    private Event event() {
        ObjectReference reference = new ObjectReference(
                involved.getOrDefault("apiVersion", ""),
                involved.getOrDefault("kind", ""),
                new ObjectKey(involved.getOrDefault("namespace", ""), involved.getOrDefault("name", "")),
                involved.getOrDefault("uid", ""),
                involved.getOrDefault("resourceVersion", ""));
        return new Event(
                meta,
                reference,
                type,
                reason,
                message,
                source.getOrDefault("component", ""),
                source.getOrDefault("host", ""),
                count,
                firstTime,
                lastTime);
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "metadata" -> meta = MetaFields.read(in);
            case "involvedObject" -> involved = in.texts();
            case "source" -> source = in.texts();
            case "type" -> type = in.shared();
            case "reason" -> reason = in.shared();
            case "message" -> message = in.text();
            case "count" -> {
                Integer number = in.number();
                count = number == null ? 0 : number;
            }
            case "firstTimestamp" -> firstTime = in.text();
            case "lastTimestamp" -> lastTime = in.text();
            default -> in.skip();
        }
    }

    static void write(JsonWriter out, Event event) throws IOException {
        MetaFields.write(out, event.meta());
        ObjectReference involved = event.involved();
        out.name("involvedObject").beginObject();
        Write.text(out, "apiVersion", involved.apiVersion());
        Write.text(out, "kind", involved.kind());
        Write.text(out, "namespace", involved.key().namespace());
        Write.text(out, "name", involved.key().name());
        Write.text(out, "uid", involved.uid());
        Write.text(out, "resourceVersion", involved.resourceVersion());
        out.endObject();
        out.name("type").value(event.type());
        out.name("reason").value(event.reason());
        out.name("message").value(event.message());
        out.name("source").beginObject();
        Write.text(out, "component", event.component());
        Write.text(out, "host", event.host());
        out.endObject();
        out.name("count").value(event.count());
        Write.text(out, "firstTimestamp", event.firstTime());
        Write.text(out, "lastTimestamp", event.lastTime());
        // The API server wants both or none since Kubernetes 1.19; client-go writes the same two.
        out.name("reportingComponent").value(event.component());
        out.name("reportingInstance").value(event.host());
    }
}
