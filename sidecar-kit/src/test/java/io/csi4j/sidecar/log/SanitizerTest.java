package io.csi4j.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.csi4j.spec.v1.CreateVolumeRequest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The message type of these tests is made by hand, as a CSI spec of the future may look like. */
class SanitizerTest {
    private static final Descriptor FUTURE = future();

    static Stream<Arguments> plainValues() {
        return Stream.of(
                Arguments.argumentSet("null", null, "null"),
                Arguments.argumentSet("number", 1, "1"),
                Arguments.argumentSet("text", "foo", "\"foo\""),
                Arguments.argumentSet("truth", true, "true"),
                Arguments.argumentSet("true wrapper", BoolValue.of(true), "{\"value\":true}"),
                Arguments.argumentSet("false wrapper", BoolValue.of(false), "{}"),
                Arguments.argumentSet("moment", moment(7, 5), "{\"nanos\":5,\"seconds\":7}"),
                Arguments.argumentSet("empty message", empty().build(), "{}"));
    }

    @Test
    void aFieldHasItsNameOfTheSpecification() {
        var request = CreateVolumeRequest.newBuilder().putMutableParameter("iops", "3000");

        assertThat(Sanitizer.json(request.build())).isEqualTo("{\"mutable_parameters\":{\"iops\":\"3000\"}}");
    }

    @ParameterizedTest
    @MethodSource("plainValues")
    void valuesAreShownAsTheContractSays(@Nullable Object value, String json) {
        assertThat(Sanitizer.json(value)).isEqualTo(json);
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                Arguments.argumentSet("text", with("name", "a<b>&\""), "{\"name\":\"a\\u003cb\\u003e\\u0026\\\"\"}"),
                Arguments.argumentSet("int64", with("size", 1L << 62), "{\"size\":4611686018427387904}"),
                Arguments.argumentSet("uint32", with("count", -1), "{\"count\":4294967295}"),
                Arguments.argumentSet("bytes", with("data", ByteString.copyFromUtf8("abc")), "{\"data\":\"YWJj\"}"),
                Arguments.argumentSet("enum", with("kind", kind(1)), "{\"kind\":\"BLOCK\"}"),
                Arguments.argumentSet("unknown enum", with("kind", kind(12345)), "{\"kind\":12345}"),
                Arguments.argumentSet("zero value", with("size", 0L), "{}"),
                Arguments.argumentSet("oneof at zero", with("choice", 0L), "{\"choice\":0}"),
                Arguments.argumentSet("nested", with("child", with("name", "n")), "{\"child\":{\"name\":\"n\"}}"),
                Arguments.argumentSet("list", twice("names", "b", "a"), "{\"names\":[\"b\",\"a\"]}"),
                Arguments.argumentSet(
                        "map", entries("labels", "z", "1", "a", "2"), "{\"labels\":{\"a\":\"2\",\"z\":\"1\"}}"),
                Arguments.argumentSet("secret text", with("password", "p"), "{\"password\":\"***stripped***\"}"),
                Arguments.argumentSet("secret number", with("pin", 7L), "{\"pin\":\"***stripped***\"}"),
                Arguments.argumentSet("secret list", twice("keys", "a", "b"), "{\"keys\":\"***stripped***\"}"),
                Arguments.argumentSet("secret map", entries("secrets", "a", "b"), "{\"secrets\":\"***stripped***\"}"),
                Arguments.argumentSet(
                        "secret below", with("child", with("pin", 7L)), "{\"child\":{\"pin\":\"***stripped***\"}}"),
                Arguments.argumentSet("token in a context", tokens(), TOKENS_STRIPPED));
    }

    private static final String TOKENS_STRIPPED =
            "{\"labels\":{\"csi.storage.k8s.io/serviceAccount.tokens\":\"***stripped***\"}}";

    @ParameterizedTest
    @MethodSource("fields")
    void fieldsAreShownAsTheContractSays(Message message, String json) {
        assertThat(Sanitizer.json(message)).isEqualTo(json);
    }

    @Test
    void fieldsAreSortedByName() {
        Message message = empty().setField(field("size"), 1L)
                .setField(field("name"), "n")
                .setField(field("count"), 2)
                .build();

        assertThat(Sanitizer.json(message)).isEqualTo("{\"count\":2,\"name\":\"n\",\"size\":1}");
    }

    @Test
    void secretsOfARealRequestAreStripped() {
        var request = CreateVolumeRequest.newBuilder()
                .setName("pvc-1")
                .putParameters("server", "nfs")
                .putSecrets("password", "hidden")
                .build();

        assertThat(Sanitizer.json(request))
                .isEqualTo(
                        "{\"name\":\"pvc-1\",\"parameters\":{\"server\":\"nfs\"}," + "\"secrets\":\"***stripped***\"}");
    }

    @Test
    void fieldsOfALaterVersionAreLeftOut() {
        var later = UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        Message message =
                empty().setField(field("name"), "n").setUnknownFields(later).build();

        assertThat(Sanitizer.json(message)).isEqualTo("{\"name\":\"n\"}");
    }

    @Test
    void lazyTextIsTheSameJson() {
        assertThat(Sanitizer.lazy(with("pin", 7L))).hasToString("{\"pin\":\"***stripped***\"}");
    }

    private static DynamicMessage.Builder empty() {
        return DynamicMessage.newBuilder(FUTURE);
    }

    private static FieldDescriptor field(String name) {
        FieldDescriptor field = FUTURE.findFieldByName(name);
        assertThat(field).as(name).isNotNull();
        return field;
    }

    private static Message with(String name, Object value) {
        return empty().setField(field(name), value).build();
    }

    private static Message twice(String name, Object first, Object second) {
        return empty().addRepeatedField(field(name), first)
                .addRepeatedField(field(name), second)
                .build();
    }

    private static Message tokens() {
        return entries("labels", "csi.storage.k8s.io/serviceAccount.tokens", "t");
    }

    private static Message entries(String name, String... keyValues) {
        var message = empty();
        Descriptor entry = field(name).getMessageType();
        for (int i = 0; i < keyValues.length; i += 2) {
            message.addRepeatedField(
                    field(name),
                    DynamicMessage.newBuilder(entry)
                            .setField(entry.findFieldByNumber(1), keyValues[i])
                            .setField(entry.findFieldByNumber(2), keyValues[i + 1])
                            .build());
        }
        return message.build();
    }

    private static Object kind(int number) {
        return FUTURE.getFile().findEnumTypeByName("Kind").findValueByNumberCreatingIfUnknown(number);
    }

    private static Timestamp moment(long seconds, int nanos) {
        return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }

    private static Descriptor future() {
        var message = DescriptorProto.newBuilder()
                .setName("Future")
                .addField(of("name", 1, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(of("size", 2, FieldDescriptorProto.Type.TYPE_INT64))
                .addField(of("count", 3, FieldDescriptorProto.Type.TYPE_UINT32))
                .addField(of("data", 4, FieldDescriptorProto.Type.TYPE_BYTES))
                .addField(of("kind", 5, FieldDescriptorProto.Type.TYPE_ENUM).setTypeName(".future.Kind"))
                .addField(of("child", 6, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".future.Future"))
                .addField(of("names", 7, FieldDescriptorProto.Type.TYPE_STRING).setLabel(Label.LABEL_REPEATED))
                .addField(map("labels", 8))
                .addField(of("choice", 9, FieldDescriptorProto.Type.TYPE_INT64).setOneofIndex(0))
                .addField(secret(of("password", 11, FieldDescriptorProto.Type.TYPE_STRING)))
                .addField(secret(of("pin", 12, FieldDescriptorProto.Type.TYPE_INT64)))
                .addField(secret(
                        of("keys", 13, FieldDescriptorProto.Type.TYPE_STRING).setLabel(Label.LABEL_REPEATED)))
                .addField(secret(map("secrets", 14)))
                .addOneofDecl(OneofDescriptorProto.newBuilder().setName("one"))
                .addNestedType(entry());
        return file(message).findMessageTypeByName("Future");
    }

    private static FileDescriptor file(DescriptorProto.Builder message) {
        var kind = EnumDescriptorProto.newBuilder()
                .setName("Kind")
                .addValue(
                        EnumValueDescriptorProto.newBuilder().setName("UNKNOWN").setNumber(0))
                .addValue(EnumValueDescriptorProto.newBuilder().setName("BLOCK").setNumber(1));
        var file = FileDescriptorProto.newBuilder()
                .setName("future.proto")
                .setPackage("future")
                .setSyntax("proto3")
                .addMessageType(message)
                .addEnumType(kind)
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
        } catch (DescriptorValidationException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static FieldDescriptorProto.Builder of(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL);
    }

    private static FieldDescriptorProto.Builder map(String name, int number) {
        return of(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE)
                .setLabel(Label.LABEL_REPEATED)
                .setTypeName(".future.Future.Entry");
    }

    private static DescriptorProto entry() {
        return DescriptorProto.newBuilder()
                .setName("Entry")
                .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                .addField(of("key", 1, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(of("value", 2, FieldDescriptorProto.Type.TYPE_STRING))
                .build();
    }

    private static FieldDescriptorProto.Builder secret(FieldDescriptorProto.Builder field) {
        var marker = UnknownFieldSet.newBuilder()
                .addField(1059, UnknownFieldSet.Field.newBuilder().addVarint(1).build());
        return field.setOptions(FieldOptions.newBuilder().setUnknownFields(marker.build()));
    }
}
