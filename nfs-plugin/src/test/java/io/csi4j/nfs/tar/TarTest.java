package io.csi4j.nfs.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.tar.TarEntry.Attributes;
import io.csi4j.nfs.tar.TarEntry.Device;
import io.csi4j.nfs.tar.TarEntry.Kind;
import io.csi4j.nfs.tar.TarEntry.Owner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarTest {
    private static final Attributes PLAIN =
            new Attributes(0644, new Owner(1000, ""), new Owner(100, "users"), Instant.ofEpochSecond(1_700_000_000));

    private static byte[] archive(ArchiveStyle style, TarEntry... entries) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new TarWriter(out, style);
        for (TarEntry entry : entries) {
            writer.put(entry);
            writer.write(new byte[(int) entry.size()], 0, (int) entry.size());
        }
        writer.finish();
        return out.toByteArray();
    }

    private static List<TarEntry> read(byte[] archive) throws IOException {
        var reader = new TarReader(new ByteArrayInputStream(archive));
        List<TarEntry> entries = new ArrayList<>();
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            entries.add(entry.get());
        }
        return entries;
    }

    @Test
    void everyKindComesBackAsItWasWritten() throws Exception {
        TarEntry[] entries = {
            TarEntry.of(Kind.DIRECTORY, ".", PLAIN),
            TarEntry.of(Kind.FILE, "file", PLAIN).withSize(513),
            TarEntry.of(Kind.FILE, "empty", PLAIN),
            TarEntry.of(Kind.HARD_LINK, "second", PLAIN).withLink("file"),
            TarEntry.of(Kind.SYMBOLIC_LINK, "link", PLAIN).withLink("../else where"),
            TarEntry.of(Kind.PIPE, "pipe", PLAIN),
            TarEntry.of(Kind.BLOCK_DEVICE, "disk", PLAIN).withDevice(new Device(8, 1)),
            TarEntry.of(Kind.CHARACTER_DEVICE, "null", PLAIN).withDevice(new Device(1, 3)),
        };

        assertThat(read(archive(ArchiveStyle.LINKED, entries))).containsExactly(entries);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 155, 156, 255, 256, 257, 400, 5000})
    void namesAndLinksOfAnyLengthComeBack(int length) throws Exception {
        String flat = "n".repeat(length);
        String nested = ("d".repeat(50) + "/").repeat(length / 51 + 1) + "\u00ff\u0080";
        TarEntry[] entries = {
            TarEntry.of(Kind.PIPE, flat, PLAIN),
            TarEntry.of(Kind.PIPE, nested, PLAIN),
            TarEntry.of(Kind.SYMBOLIC_LINK, flat, PLAIN).withLink(nested),
        };

        assertThat(read(archive(ArchiveStyle.PORTABLE, entries))).containsExactly(entries);
    }

    @ParameterizedTest
    @CsvSource({"2097151", "2097152", "4294967295"})
    void ownersOfAnyNumberComeBack(long id) throws Exception {
        var attributes =
                new Attributes(07777, new Owner(id, "alice@example"), new Owner(id, "g".repeat(40)), Instant.EPOCH);
        TarEntry entry = TarEntry.of(Kind.DIRECTORY, "d", attributes);

        assertThat(read(archive(ArchiveStyle.PORTABLE, entry))).containsExactly(entry);
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z",
        "2026-11-21T19:00:00.123456789Z",
        "2300-01-01T00:00:00.5Z",
        "1969-12-31T23:59:59.25Z",
        "1960-01-01T00:00:00.75Z"
    })
    void timesAreExactOrOfWholeSecondsByStyle(Instant time) throws Exception {
        TarEntry entry = TarEntry.of(Kind.PIPE, "p", new Attributes(0600, new Owner(0, ""), new Owner(0, ""), time));

        assertThat(read(archive(ArchiveStyle.EXACT, entry))
                        .getFirst()
                        .attributes()
                        .modified())
                .isEqualTo(time);
        assertThat(read(archive(ArchiveStyle.PORTABLE, entry))
                        .getFirst()
                        .attributes()
                        .modified())
                .isEqualTo(Instant.ofEpochSecond(time.getEpochSecond()));
    }

    @Test
    void sizesBeyondOctalDigitsComeBack() throws Exception {
        var out = new ByteArrayOutputStream();
        long huge = 1L << 40;
        new TarWriter(out, ArchiveStyle.PORTABLE)
                .put(TarEntry.of(Kind.FILE, "huge", PLAIN).withSize(huge));

        var reader = new TarReader(new ByteArrayInputStream(out.toByteArray()));

        assertThat(reader.next().orElseThrow().size()).isEqualTo(huge);
    }

    @Test
    void anArchiveThatIsCutOffAnywhereIsAFault() throws Exception {
        byte[] whole = archive(
                ArchiveStyle.PORTABLE,
                TarEntry.of(Kind.FILE, "n".repeat(200), PLAIN).withSize(1000),
                TarEntry.of(Kind.DIRECTORY, "d", PLAIN));

        for (int length = 0; length < whole.length - 2 * 512; length += 100) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).as("cut at %d", length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aHeaderThatWasChangedIsAFault() throws Exception {
        byte[] damaged = archive(ArchiveStyle.PORTABLE, TarEntry.of(Kind.DIRECTORY, "d", PLAIN));
        damaged[0] = 'e';

        assertThatThrownBy(() -> read(damaged)).hasMessageContaining("damaged");
    }

    @Test
    void anEntryMustHaveTheContentItsSizeAnnounces() throws Exception {
        var writer = new TarWriter(new ByteArrayOutputStream(), ArchiveStyle.PORTABLE);
        writer.put(TarEntry.of(Kind.FILE, "f", PLAIN).withSize(2));

        assertThatThrownBy(() -> writer.write(new byte[3], 0, 3)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        name      | elements
        .         | ''
        ./        | ''
        ./a/b     | a,b
        a//b/     | a,b
        /a        | a
        a..b/...  | a..b,...
        """)
    void aNameIsItsElements(String name, String elements) {
        assertThat(String.join(",", TarEntry.elements(name).orElseThrow())).isEqualTo(elements);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../a", "a/../b", "a/.."})
    void aNameThatClimbsHasNone(String name) {
        assertThat(TarEntry.elements(name)).isEmpty();
    }
}
