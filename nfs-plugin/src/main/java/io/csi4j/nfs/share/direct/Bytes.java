package io.csi4j.nfs.share.direct;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A name or a handle of a server: bytes without meaning, compared by content. */
final class Bytes {
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    static Bytes of(String name) {
        return new Bytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** One character for each byte, the other way round of {@link #latin1}. */
    static Bytes ofLatin1(String text) {
        return new Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    String latin1() {
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    byte[] toArray() {
        return content.clone();
    }

    int length() {
        return content.length;
    }

    /** Empty if the bytes are no UTF-8. */
    Optional<String> text() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return text().orElseGet(() -> HexFormat.of().formatHex(content));
    }
}
