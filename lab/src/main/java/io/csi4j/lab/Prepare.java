package io.csi4j.lab;

/**
 * Installs and builds what the lab needs ahead of time, so that what follows starts at once: {@code ./demo} and
 * {@code ./test} run it first. With {@code --node} also what the VM node needs. Exit code 1 with one line when
 * something cannot be had.
 */
public final class Prepare {
    private Prepare() {}

    /** Runs the preparation; the only option is {@code --node}. */
    public static void main(String... options) {
        try {
            prepare(options.length > 0 && options[0].equals("--node"));
        } catch (LabException e) {
            System.err.println("lab: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void prepare(boolean withNode) {
        LabCache cache = LabCache.standard();
        Packages.NFS_SERVER.install(System.err::println);
        Packages.NFS_CLIENT.install(System.err::println);
        cache.controlPlane();
        if (withNode) {
            Packages.NODE.install(System.err::println);
            cache.nodeImage();
        }
    }
}
