package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.tar.TarEntry.Owner;
import java.util.regex.Pattern;

/**
 * Users and groups as servers write them, and as archives do. A server that maps numbers to names answers
 * {@code name@domain}, of which the number is not known here: the text then stands for itself.
 */
final class Owners {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    private static final String ROOT = "root";
    /** What Linux shows for an owner that cannot be told. */
    private static final long NOBODY = 65_534;

    private Owners() {}

    static Owner inArchive(Bytes onServer) {
        String text = onServer.latin1();
        if (NUMBER.matcher(text).matches()) {
            return new Owner(Long.parseLong(text), "");
        }
        return text.startsWith(ROOT + "@") ? new Owner(0, ROOT) : new Owner(NOBODY, text);
    }

    static Bytes onServer(Owner inArchive) {
        boolean isServersText = inArchive.name().indexOf('@') > 0;
        return isServersText ? Bytes.ofLatin1(inArchive.name()) : Bytes.of(Long.toString(inArchive.id()));
    }
}
