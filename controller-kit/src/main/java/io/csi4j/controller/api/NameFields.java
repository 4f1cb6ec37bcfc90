package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import java.io.IOException;

/** Reads the name of an entry of a list, such as a resource that discovery tells of. */
final class NameFields {
    private NameFields() {}

    static String read(Fields in) throws IOException {
        StringBuilder name = new StringBuilder();
        in.object(field -> {
            if (field.equals("name")) {
                name.append(in.text());
            } else {
                in.skip();
            }
        });
        return name.toString();
    }
}
