package io.csi4j.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * kubectl as one user, each call a child process of about 0.1 s.
 *
 * <p>Writes nothing outside its cache folder. Everything but {@link #attempt} throws {@link LabException} with
 * kubectl's own complaint when it fails.
 */
public final class Kubectl {
    private final Path executable;
    private final Path kubeconfig;
    private final Path cacheFolder;

    Kubectl(Path executable, Path kubeconfig, Path workFolder) {
        this.executable = executable;
        this.kubeconfig = kubeconfig;
        this.cacheFolder = workFolder.resolve("kubectl-cache");
    }

    /** What a call answered. {@code output} and {@code errors} are untrimmed. */
    public record Answer(int exitCode, String output, String errors) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** The same kubectl as the user of another kubeconfig. */
    public Kubectl as(Path otherKubeconfig) {
        return new Kubectl(
                executable, otherKubeconfig, cacheFolder.resolveSibling("kubectl-of-" + otherKubeconfig.getFileName()));
    }

    /** The program itself. */
    public Path executable() {
        return executable;
    }

    /** Any call that may fail. */
    public Answer attempt(String... arguments) {
        Command done = command("", arguments);
        return new Answer(done.exitCode(), done.output(), done.errors());
    }

    /** Any call that must succeed; answers its standard output. */
    public String run(String... arguments) {
        return command("", arguments).orFail("run kubectl " + arguments[0]);
    }

    /** Applies a manifest text of one or more documents. */
    public void apply(String manifest) {
        command(manifest, "apply", "-f", "-").orFail("apply the manifest");
    }

    /** Creates from a manifest text; fails when an object exists. */
    public void create(String manifest) {
        command(manifest, "create", "-f", "-").orFail("create from the manifest");
    }

    /** A field of an object, such as {@code get("ns", "claim/a", "{.status.phase}")}; empty text when not set. */
    public String get(String namespace, String object, String jsonPath) {
        return run("get", "-n", namespace, object, "-o", "jsonpath=" + jsonPath);
    }

    /** Whether the object exists. */
    public boolean exists(String namespace, String object) {
        return !run("get", "-n", namespace, object, "--ignore-not-found", "-o", "name")
                .isBlank();
    }

    /**
     * Waits until the object exists and meets a condition as {@code kubectl wait --for} takes it:
     * {@code condition=Ready}, {@code jsonpath={.status.phase}=Bound}, {@code create}.
     */
    public void awaitCondition(String namespace, String object, String condition, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        String timeout = "--timeout=" + patience.toMillis() + "ms";
        run("wait", "-n", namespace, object, "--for=create", timeout);
        long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
        run("wait", "-n", namespace, object, "--for=" + condition, "--timeout=" + left + "ms");
    }

    /** Waits until the object is gone; at once when it never was. */
    public void awaitGone(String namespace, String object, Duration patience) {
        run("wait", "-n", namespace, object, "--for=delete", "--timeout=" + patience.toMillis() + "ms");
    }

    /** Deletes without waiting for finalizers; nothing happens when the object is absent. */
    public void delete(String namespace, String object) {
        run("delete", "-n", namespace, object, "--wait=false", "--ignore-not-found");
    }

    /** What a pod's container printed; needs the pod's node to run. */
    public String logs(String namespace, String pod, String... more) {
        List<String> all = new ArrayList<>(List.of("logs", "-n", namespace, pod));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    /** What a command in a pod printed on standard output. */
    public String exec(String namespace, String pod, String... command) {
        List<String> all = new ArrayList<>(List.of("exec", "-n", namespace, pod, "--"));
        all.addAll(List.of(command));
        return run(all.toArray(String[]::new));
    }

    private Command command(String input, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of(executable.toString(), "--kubeconfig=" + kubeconfig, "--cache-dir=" + cacheFolder));
        all.addAll(List.of(arguments));
        // Without this kubectl looks for the user's own preferences.
        return Command.run(all, Map.of("KUBECTL_KUBERC", "false"), input);
    }
}
