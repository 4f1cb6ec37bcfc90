package io.csi4j.nfs.share.direct;

import java.util.List;
import java.util.Optional;

/**
 * What a server answered to a compound: it stops at the first operation that fails.
 *
 * @param status of the last operation done, {@code nfsstat4}
 * @param done how many operations have a result, the failed one included
 * @param given what they gave, in their order
 */
record Reply(int status, int done, List<Given> given) {
    Reply {
        given = List.copyOf(given);
    }

    /** What the last operation of that kind gave. */
    <T extends Given> Optional<T> last(Class<T> kind) {
        return given.stream().filter(kind::isInstance).map(kind::cast).reduce((first, last) -> last);
    }

    Optional<Bytes> handle() {
        return last(Given.Handle.class).map(Given.Handle::handle);
    }

    Optional<FileAttributes> attributes() {
        return last(Given.Attributes.class).map(Given.Attributes::attributes);
    }
}
