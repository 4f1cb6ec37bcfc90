package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes a directory with all that is in it, in constant memory and with short paths however deep it is: what lies
 * below a directory of the tree is first lifted to the top of the tree, so there are never more than two levels. Cut off
 * at any point, the next run goes on with what is left. Links are removed, never followed.
 */
final class TreeRemoval {
    private static final String LIFTED = ".csi-nfs-lifted-";

    private final DirectShare share;
    private final List<Bytes> tree;
    private int lifted;

    TreeRemoval(DirectShare share, List<Bytes> tree) {
        this.share = share;
        this.tree = List.copyOf(tree);
    }

    void run() throws ShareFault {
        List<Bytes> parent = tree.subList(0, tree.size() - 1);
        while (!share.remove(parent, tree.getLast())) {
            for (Given.Entry entry : share.entries(tree)) {
                if (!share.remove(tree, entry.name())) {
                    flatten(entry.name());
                }
            }
        }
    }

    private void flatten(Bytes name) throws ShareFault {
        List<Bytes> directory = new ArrayList<>(tree);
        directory.add(name);
        do {
            for (Given.Entry entry : share.entries(directory)) {
                if (!share.remove(directory, entry.name())) {
                    lift(directory, entry.name());
                }
            }
        } while (!share.remove(tree, name));
    }

    private void lift(List<Bytes> directory, Bytes name) throws ShareFault {
        while (true) {
            lifted++;
            try {
                share.rename(directory, name, tree, Bytes.of(LIFTED + lifted));
                return;
            } catch (ShareFault fault) {
                // The name is taken: by an earlier run that was cut off, or by a file of the user.
                if (!fault.is(Reason.EXISTS) && !fault.is(Reason.NOT_EMPTY) && !fault.is(Reason.NOT_A_DIRECTORY)) {
                    throw fault;
                }
            }
        }
    }
}
