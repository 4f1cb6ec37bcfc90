package io.csi4j.controller.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes are written out here as the specification of protobuf's wire format has them. */
class ProtoFieldsTest {
    private static final Shape INNER =
            Shape.of(Shape.text(1, "inner"), Shape.inline(2, Shape.of(Shape.text(1, "deep"))));
    private static final Shape SHAPE = Shape.of(
            Shape.text(1, "text"),
            Shape.text(2, "optional").optional(),
            Shape.truth(3, "truth"),
            Shape.number(4, "number"),
            Shape.texts(5, "texts"),
            Shape.textMap(6, "map"),
            Shape.quantity(7, "quantity"),
            Shape.time(8, "time"),
            Shape.object(9, "object", INNER),
            Shape.inline(10, Shape.of(Shape.text(1, "inlined"))),
            Shape.objects(11, "objects", INNER));

    private static ProtoFields fields(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return ProtoFields.of(SHAPE, bytes, bytes.length);
    }

    /** Every field there is, as {@code name=value}. */
    private static List<String> read(String hex) throws IOException {
        ProtoFields in = fields(hex);
        List<String> seen = new ArrayList<>();
        in.object(name -> seen.add(name + "=" + value(in)));
        return seen;
    }

    private static Object value(Fields in) throws IOException {
        if (in.isPlain()) {
            return String.valueOf(in.textOrNull());
        }
        if (in.isObject()) {
            List<String> entries = new ArrayList<>();
            in.object(name -> entries.add(name + "=" + value(in)));
            return entries;
        }
        return in.list(ProtoFieldsTest::value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            bytes                               | what is read
            ''                                  | []
            0a 02 68 69                         | [text=hi]
            0a 00                               | []
            12 00                               | [optional=]
            18 01                               | [truth=true]
            18 00                               | []
            20 ac 02                            | [number=300]
            20 ff ff ff ff ff ff ff ff ff 01    | [number=-1]
            20 00                               | []
            2a 01 61 2a 00 2a 01 62             | [texts=[a, , b]]
            32 06 0a 01 6b 12 01 76 32 03 0a 01 6c | [map=[k=v, l=]]
            3a 05 0a 03 31 47 69                | [quantity=1Gi]
            3a 00                               | [quantity=]
            3a 09 0a 01 31 12 01 78 0a 01 32    | [quantity=2]
            42 00                               | []
            42 02 10 05                         | [time=1970-01-01T00:00:00Z]
            42 04 08 00 10 00                   | [time=1970-01-01T00:00:00Z]
            4a 00                               | [object=[]]
            4a 03 0a 01 78                      | [object=[inner=x]]
            52 03 0a 01 79                      | [inlined=y]
            5a 03 0a 01 61 5a 00                | [objects=[[inner=a], []]]
            0a 01 61 18 01                      | [text=a, truth=true]
            a2 01 02 7a 7a 0a 01 61             | [text=a]
            a9 01 00 00 00 00 00 00 00 00 18 01 | [truth=true]
            ad 01 00 00 00 00 18 01             | [truth=true]
            """)
    void fieldsComeUnderTheirNamesAndWithoutWhatJsonLeavesOut(String bytes, String expected) throws IOException {
        assertThat(read(bytes)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            bytes                            | fault
            0a 05 61                         | a field of 5 bytes where 1 are left
            0a                               | a number without end
            20 80 80                         | a number without end
            20 ff ff ff ff ff ff ff ff ff ff 01 | a number without end
            0b                               | field of wire type 3
            4a 03 0a 02 78                   | a field of 2 bytes where 1 are left
            42 0a 08 ff ff ff ff ff ff ff ff 7f | a time out of all bounds
            """)
    void bytesThatAreNoMessageAreAnError(String bytes, String fault) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(IOException.class).hasMessageContaining(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            bytes                               | given
            42 04 08 00 10 00                   | true
            42 0a 08 ff ff ff ff ff ff ff ff 7f | true
            0a 02 68 69                         | true
            """)
    void whetherATimeIsGivenDoesNotDependOnWhichOneItIs(String bytes, boolean given) throws IOException {
        ProtoFields in = fields(bytes);
        List<Boolean> seen = new ArrayList<>();

        in.object(name -> seen.add(in.isGiven()));

        assertThat(seen).containsExactly(given);
    }

    @Test
    void whatNobodyReadsIsPassedOver() throws IOException {
        ProtoFields in = fields("2a 01 61 2a 01 62 32 06 0a 01 6b 12 01 76 4a 03 0a 01 78 18 01");
        List<Boolean> truths = new ArrayList<>();

        in.object(name -> {
            if (name.equals("truth")) {
                truths.add(in.truth());
            } else {
                in.skip();
            }
        });

        assertThat(truths).containsExactly(true);
    }

    @Test
    void aValueOfAnotherTypeIsAnIllegalState() {
        ProtoFields in = fields("0a 01 61");

        assertThatThrownBy(() -> in.object(name -> in.number()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected a number at text");
    }

    @Test
    void brokenBytesNeverEndInAnotherFaultThanCallersExpect() {
        String whole = "0a 02 68 69 18 01 20 ac 02 2a 01 61 2a 01 62 32 06 0a 01 6b 12 01 76 3a 05 0a 03 31 47 69"
                + " 42 04 08 00 10 00 4a 03 0a 01 78 52 03 0a 01 79 5a 03 0a 01 61";
        Random random = new Random(20260301);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = HexFormat.of().parseHex(whole.replace(" ", ""));
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            int length = random.nextInt(bytes.length + 1);
            ProtoFields in = ProtoFields.of(SHAPE, bytes, length);
            try {
                in.object(name -> value(in));
            } catch (IOException | IllegalStateException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void aWrittenObjectIsReadAsItWas() throws IOException {
        ProtoWriter out = ProtoWriter.strict(SHAPE);
        out.beginObject();
        out.name("apiVersion").value("v1");
        out.name("kind").value("Thing");
        out.name("text").value("x".repeat(300));
        out.name("optional").value("");
        out.name("truth").value(true);
        out.name("number").value(-5);
        out.name("texts").beginArray().value("a").value("").endArray();
        out.name("map").beginObject().name("k").value("").name("l").value("v").endObject();
        out.name("quantity").value("1Gi");
        out.name("time").value("2026-03-01T08:00:00Z");
        out.name("object")
                .beginObject()
                .name("deep")
                .value("y")
                .name("inner")
                .value("x")
                .endObject();
        out.name("objects").beginArray().beginObject().endObject().endArray();
        out.endObject();

        ProtoFields in = ProtoFields.enveloped(SHAPE, out.written());
        Map<String, Object> read = new TreeMap<>();
        in.object(name -> read.put(name, value(in)));

        assertThat(read)
                .hasToString("{apiVersion=v1, kind=Thing, map=[k=, l=v], number=-5, object=[inner=x, deep=y],"
                        + " objects=[[]], optional=, quantity=1Gi, text=" + "x".repeat(300)
                        + ", texts=[a, ], time=2026-03-01T08:00:00Z, truth=true}");
    }

    @Test
    void aFieldWithoutNumberIsRefusedUnlessItMayBeLeftOut() throws IOException {
        assertThatThrownBy(() -> ProtoWriter.strict(SHAPE).beginObject().name("unheard"))
                .isInstanceOf(IOException.class)
                .hasMessage("no number is known of the field unheard");

        ProtoWriter lenient = ProtoWriter.lenient(SHAPE);
        lenient.beginObject()
                .name("unheard")
                .beginObject()
                .name("text")
                .value("x")
                .endObject();
        lenient.name("list").beginArray().beginObject().endObject().value(1).endArray();
        lenient.name("text").value("a").endObject();
        ProtoFields in = ProtoFields.enveloped(SHAPE, lenient.written());
        List<String> seen = new ArrayList<>();
        in.object(name -> seen.add(name + "=" + value(in)));
        assertThat(seen).containsExactly("text=a");
    }
}
