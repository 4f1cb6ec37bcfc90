package io.csi4j.controller.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a protobuf message that are read or written: their numbers, and the names and types they have in JSON.
 * What a shape does not name is passed over.
 *
 * <p>Numbers are those of Kubernetes' published {@code generated.proto} files, which never change.
 */
public final class Shape {
    /** What a value is on the wire. */
    enum Type {
        TEXT,
        TRUTH,
        NUMBER,
        /** A message around a text. */
        QUANTITY,
        /** Seconds since 1970; an empty message is no time at all. */
        TIME,
        /** Another protobuf object with an envelope of its own. */
        BYTES,
        OBJECT
    }

    /** How often a field may come. */
    enum Many {
        ONE,
        LIST,
        /** Entries of a text and a value. */
        MAP
    }

    /**
     * One field.
     *
     * @param isOptional whether a value of zero or no length says more than an absent one; servers write all others always
     * @param isInline whether JSON has the fields of this object among those of the object around it
     * @param shape of an object; null otherwise
     */
    public record Field(
            int number,
            String name,
            Type type,
            Many many,
            boolean isOptional,
            boolean isInline,
            @Nullable Shape shape) {
        private static Field of(int number, String name, Type type, Many many) {
            return new Field(number, name, type, many, false, false, null);
        }

        private static Field of(int number, String name, Many many, Shape shape) {
            return new Field(number, name, Type.OBJECT, many, false, false, shape);
        }

        /** The same, where a server writes it only if it was set, be it to nothing. */
        public Field optional() {
            return new Field(number, name, type, many, true, isInline, shape);
        }
    }

    /** An object of which nothing but its being there counts. */
    public static final Shape EMPTY = of();

    private final List<Field> fields;
    private final @Nullable Field[] byNumber;

    /** This shape with the envelope around it, once somebody has asked; a race makes it twice, nothing more. */
    private @Nullable Shape enveloped;

    private Shape(List<Field> fields, @Nullable Field[] byNumber) {
        this.fields = fields;
        this.byNumber = byNumber;
    }

    public static Shape of(Field... fields) {
        int highest = 0;
        for (Field field : fields) {
            highest = Math.max(highest, field.number());
        }
        @Nullable Field[] byNumber = new Field[highest + 1];
        for (Field field : fields) {
            if (byNumber[field.number()] != null) {
                throw new IllegalArgumentException("two fields of number " + field.number());
            }
            byNumber[field.number()] = field;
        }
        return new Shape(List.of(fields), byNumber);
    }

    public static Field text(int number, String name) {
        return Field.of(number, name, Type.TEXT, Many.ONE);
    }

    public static Field texts(int number, String name) {
        return Field.of(number, name, Type.TEXT, Many.LIST);
    }

    public static Field textMap(int number, String name) {
        return Field.of(number, name, Type.TEXT, Many.MAP);
    }

    public static Field truth(int number, String name) {
        return Field.of(number, name, Type.TRUTH, Many.ONE);
    }

    public static Field number(int number, String name) {
        return Field.of(number, name, Type.NUMBER, Many.ONE);
    }

    public static Field quantity(int number, String name) {
        return Field.of(number, name, Type.QUANTITY, Many.ONE).optional();
    }

    /** A resource list. */
    public static Field quantities(int number, String name) {
        return Field.of(number, name, Type.QUANTITY, Many.MAP);
    }

    public static Field time(int number, String name) {
        return Field.of(number, name, Type.TIME, Many.ONE);
    }

    public static Field object(int number, String name, Shape shape) {
        return Field.of(number, name, Many.ONE, shape);
    }

    public static Field objects(int number, String name, Shape shape) {
        return Field.of(number, name, Many.LIST, shape);
    }

    /** An object whose fields JSON has among those of the object around it. */
    public static Field inline(int number, Shape shape) {
        return new Field(number, "", Type.OBJECT, Many.ONE, false, true, shape);
    }

    static Field bytes(int number, String name) {
        return Field.of(number, name, Type.BYTES, Many.ONE);
    }

    /** All fields. */
    public List<Field> fields() {
        return fields;
    }

    /** The shape of such an object with the envelope it comes in. */
    Shape enveloped() {
        Shape around = enveloped;
        if (around == null) {
            around = Envelope.around(this);
            enveloped = around;
        }
        return around;
    }

    @Nullable
    Field field(int number) {
        return number < byNumber.length ? byNumber[number] : null;
    }

    /** The field of that JSON name, inline ones left out. */
    @Nullable
    Field field(String name) {
        for (Field field : fields) {
            if (!field.isInline() && field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** The inline object that has a field of that JSON name. */
    @Nullable
    Field inlineWith(String name) {
        for (Field field : byNumber) {
            if (field != null
                    && field.isInline()
                    && field.shape() != null
                    && field.shape().field(name) != null) {
                return field;
            }
        }
        return null;
    }
}
