package io.csi4j.sidecar.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the driver's protocol as one-line JSON without secrets: fields marked {@code csi_secret} are replaced
 * whole at any depth, and so are known token keys of volume and publish contexts. Unset fields, zero values and fields
 * this build does not know are left out, the latter because they may be secrets of a later version. Contract
 * common.md, sections 4 and 12; the marker is the CSI spec's, extension 1059 of field options.
 */
public final class Sanitizer {
    static final String STRIPPED = "***stripped***";

    private static final int CSI_SECRET = 1059;

    /** Pod tokens that the kubelet adds to the volume context on a CSIDriver's request. */
    private static final Set<String> TOKEN_KEYS = Set.of("csi.storage.k8s.io/serviceAccount.tokens");

    private Sanitizer() {}

    /** The JSON of a message, or of a plain text, number or truth; {@code null} for null. */
    public static String json(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        if (value instanceof Message message) {
            message(message, json);
        } else {
            JsonText.plain(value, json);
        }
        return json.toString();
    }

    /** A value whose text is {@link #json}, rendered only if a line that shows it is written. */
    public static Object lazy(@Nullable Object value) {
        return new Lazy(value);
    }

    private record Lazy(@Nullable Object value) {
        @Override
        public String toString() {
            return json(value);
        }
    }

    /** The text of any value, of messages the sanitised one. */
    static String text(@Nullable Object value) {
        return value instanceof Message ? json(value) : String.valueOf(value);
    }

    static boolean isToken(String key) {
        return TOKEN_KEYS.contains(key);
    }

    private static void message(Message message, StringBuilder to) {
        TreeMap<String, FieldDescriptor> fields = new TreeMap<>();
        message.getAllFields().keySet().stream()
                .filter(field -> !field.isExtension())
                .forEach(field -> fields.put(nameOf(field), field));
        to.append('{');
        String comma = "";
        for (Map.Entry<String, FieldDescriptor> entry : fields.entrySet()) {
            FieldDescriptor field = entry.getValue();
            JsonText.quote(entry.getKey(), to.append(comma));
            field(field, message.getField(field), to.append(':'));
            comma = ",";
        }
        to.append('}');
    }

    /** The name in the CSI specification, which csi.proto gives as a JSON name where Java forbids it as a field's. */
    private static String nameOf(FieldDescriptor field) {
        return field.toProto().hasJsonName() ? field.getJsonName() : field.getName();
    }

    private static void field(FieldDescriptor field, Object value, StringBuilder to) {
        if (isSecret(field)) {
            JsonText.quote(STRIPPED, to);
        } else if (field.isMapField()) {
            map((List<?>) value, to);
        } else if (value instanceof List<?> items) {
            list(field, items, to);
        } else {
            single(field, value, to);
        }
    }

    private static void list(FieldDescriptor field, List<?> items, StringBuilder to) {
        to.append('[');
        String comma = "";
        for (Object item : items) {
            single(field, item, to.append(comma));
            comma = ",";
        }
        to.append(']');
    }

    private static void map(List<?> entries, StringBuilder to) {
        TreeMap<String, Message> sorted = new TreeMap<>();
        for (Object entry : entries) {
            Message pair = (Message) entry;
            sorted.put(String.valueOf(pair.getField(keyOf(pair))), pair);
        }
        to.append('{');
        String comma = "";
        for (Map.Entry<String, Message> entry : sorted.entrySet()) {
            JsonText.quote(entry.getKey(), to.append(comma));
            to.append(':');
            if (isToken(entry.getKey())) {
                JsonText.quote(STRIPPED, to);
            } else {
                FieldDescriptor field = entry.getValue().getDescriptorForType().findFieldByNumber(2);
                single(field, entry.getValue().getField(field), to);
            }
            comma = ",";
        }
        to.append('}');
    }

    private static FieldDescriptor keyOf(Message pair) {
        return pair.getDescriptorForType().findFieldByNumber(1);
    }

    private static void single(FieldDescriptor field, Object value, StringBuilder to) {
        switch (value) {
            case Message message -> message(message, to);
            case EnumValueDescriptor known when known.getIndex() >= 0 -> JsonText.quote(known.getName(), to);
            case EnumValueDescriptor unknown -> to.append(unknown.getNumber());
            case ByteString bytes -> JsonText.quote(Base64.getEncoder().encodeToString(bytes.toByteArray()), to);
            case Integer number when isUnsigned(field) -> to.append(Integer.toUnsignedString(number));
            case Long number when isUnsigned(field) -> to.append(Long.toUnsignedString(number));
            default -> JsonText.plain(value, to);
        }
    }

    private static boolean isUnsigned(FieldDescriptor field) {
        return switch (field.getType()) {
            case UINT32, UINT64, FIXED32, FIXED64 -> true;
            default -> false;
        };
    }

    /** The marker stands among the known options or, in a descriptor made without the spec, among the unknown ones. */
    private static boolean isSecret(FieldDescriptor field) {
        var options = field.getOptions();
        boolean known = options.getAllFields().entrySet().stream()
                .anyMatch(
                        option -> option.getKey().getNumber() == CSI_SECRET && Boolean.TRUE.equals(option.getValue()));
        return known
                || options.getUnknownFields().getField(CSI_SECRET).getVarintList().stream()
                        .anyMatch(marker -> marker != 0);
    }
}
