package io.csi4j.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Debian packages a part of the lab needs.
 *
 * @param purpose what for, as messages say it
 * @param names of the packages
 */
public record Packages(String purpose, List<String> names) {
    /** The NFS server. */
    public static final Packages NFS_SERVER = of("the NFS server", "nfs-ganesha", "nfs-ganesha-vfs");

    /** The NFS client library of the plugin. */
    public static final Packages NFS_CLIENT = of("the plugin's NFS client", "libnfs13");

    /** Building the node's disk image and running its virtual machine. */
    public static final Packages NODE =
            of("the virtual machine of the node", "qemu-system-x86", "debootstrap", "e2fsprogs");

    public Packages {
        names = List.copyOf(names);
    }

    private static Packages of(String purpose, String... names) {
        return new Packages(purpose, List.of(names));
    }

    /** Those that are not installed on this machine. */
    public List<String> missing() {
        return names.stream().filter(name -> !isInstalled(name)).toList();
    }

    /** An error that names the missing packages, what for, and the command that installs them. */
    public void requirePresent() {
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new LabException(complaint(missing));
        }
    }

    /**
     * Installs what is missing, as root; otherwise the error of {@link #requirePresent}.
     *
     * @param progress told what is installed, which takes up to a minute
     */
    public void install(Consumer<String> progress) {
        List<String> missing = missing();
        if (missing.isEmpty()) {
            return;
        }
        if (!isRoot()) {
            throw new LabException(complaint(missing));
        }
        progress.accept("installing " + String.join(" ", missing) + " for " + purpose);
        if (!aptInstall(missing).succeeded()) {
            // Package lists of an image are often absent or older than the mirror.
            Command.run("apt-get", "update").orFail("refresh the package lists");
            aptInstall(missing).orFail("install what " + purpose + " needs");
        }
    }

    private String complaint(List<String> missing) {
        return purpose + " needs Debian packages that are not installed; as root: apt-get install "
                + String.join(" ", missing);
    }

    private static Command aptInstall(List<String> packages) {
        List<String> command = new ArrayList<>(List.of("apt-get", "install", "-y", "-q", "--no-install-recommends"));
        command.addAll(packages);
        return Command.run(command, Map.of("DEBIAN_FRONTEND", "noninteractive"), "");
    }

    private static boolean isInstalled(String name) {
        Command answer = Command.run("dpkg-query", "-W", "-f", "${db:Status-Status}", name);
        return answer.succeeded() && answer.output().equals("installed");
    }

    private static boolean isRoot() {
        return Command.run("id", "-u").output().strip().equals("0");
    }
}
