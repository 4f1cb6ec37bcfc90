package io.csi4j.spec;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a proto file declares, one line for each part, in the words of {@code src/test/go/main.go}. */
final class SpecTable {
    private final List<String> lines = new ArrayList<>();

    private SpecTable() {}

    /** All lines of these files, sorted. */
    static List<String> of(FileDescriptor... files) {
        var table = new SpecTable();
        for (FileDescriptor file : files) {
            file.getMessageTypes().forEach(table::message);
            file.getEnumTypes().forEach(table::enumeration);
            file.getExtensions().forEach(table::extension);
            file.getServices().forEach(table::service);
        }
        return table.lines.stream().sorted().toList();
    }

    private void line(Object... words) {
        lines.add(List.of(words).stream().map(Object::toString).collect(joining(" ")));
    }

    private void message(Descriptor message) {
        if (message.getOptions().getMapEntry()) {
            return;
        }
        line("message", message.getFullName(), options(message.getOptions()));
        for (FieldDescriptor field : message.getFields()) {
            line(
                    "field",
                    message.getFullName(),
                    publishedName(field),
                    field.getNumber(),
                    type(field),
                    label(field),
                    options(field.getOptions()));
        }
        message.getNestedTypes().forEach(this::message);
        message.getEnumTypes().forEach(this::enumeration);
        message.getExtensions().forEach(this::extension);
    }

    private void enumeration(EnumDescriptor type) {
        line("enum", type.getFullName(), options(type.getOptions()));
        for (var value : type.getValues()) {
            line("value", type.getFullName(), value.getName(), value.getNumber(), options(value.getOptions()));
        }
    }

    private void extension(FieldDescriptor extension) {
        line(
                "extension",
                extension.getFullName(),
                extension.getContainingType().getFullName(),
                extension.getNumber(),
                type(extension),
                options(extension.getOptions()));
    }

    private void service(ServiceDescriptor service) {
        line("service", service.getFullName(), options(service.getOptions()));
        for (MethodDescriptor call : service.getMethods()) {
            line(
                    "call",
                    service.getFullName(),
                    call.getName(),
                    (call.isClientStreaming() ? "stream:" : "")
                            + call.getInputType().getFullName(),
                    (call.isServerStreaming() ? "stream:" : "")
                            + call.getOutputType().getFullName(),
                    options(call.getOptions()));
        }
    }

    // The one field we had to rename for Java carries its published name as json_name; csi.proto says why.
    private static String publishedName(FieldDescriptor field) {
        return field.toProto().hasJsonName() ? field.getJsonName() : field.getName();
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            var entry = field.getMessageType().getFields();
            return "map<" + type(entry.get(0)) + "," + type(entry.get(1)) + ">";
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
                field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String label(FieldDescriptor field) {
        var oneof = field.getRealContainingOneof();
        if (oneof != null) {
            return "oneof:" + oneof.getName();
        }
        if (field.isMapField()) {
            return "map";
        }
        return field.isRepeated() ? "repeated" : "optional";
    }

    private static String options(Message options) {
        String set = options.getAllFields().entrySet().stream()
                .map(option -> option.getKey().getName() + "=" + option.getValue())
                .sorted()
                .collect(joining(","));
        return set.isEmpty() ? "-" : set;
    }
}
