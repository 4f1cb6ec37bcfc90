package io.csi4j.e2e.demo;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.e2e.story.ClaimStory;
import io.csi4j.e2e.story.DynamicVolumeStory;
import io.csi4j.e2e.story.InlineVolumeStory;
import io.csi4j.e2e.story.StatefulSetStory;
import io.csi4j.e2e.story.StaticVolumeStory;
import io.csi4j.lab.LabCache;
import io.csi4j.lab.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The program behind {@code ./demo}. Exit code 0 when every step ended as told, 1 when one did not, 2 for a wrong
 * option.
 */
public final class Demo {
    private static final int LOG_LINES = 15;
    private static final Pattern GIT_VERSION = Pattern.compile("\"gitVersion\":\\s*\"([^\"]+)\"");

    private final DemoOptions options;
    private final Path work;
    private final PrintStream out;
    private final Narrator narrator;
    private @Nullable NfsInstallation started;

    private Demo(DemoOptions options, Path work, PrintStream out, long began) {
        this.options = options;
        this.work = work;
        this.out = out;
        this.narrator = new Narrator(out, began);
    }

    /**
     * Runs the demo.
     *
     * @param arguments an empty work folder, the seconds the command has already taken, then the user's options
     */
    public static void main(String... arguments) {
        System.exit(run(new PrintStream(System.out, true, StandardCharsets.UTF_8), List.of(arguments)));
    }

    private static int run(PrintStream out, List<String> arguments) {
        long began = System.nanoTime() - (long) (Double.parseDouble(arguments.get(1)) * 1e9);
        try {
            String[] words = arguments.subList(2, arguments.size()).toArray(String[]::new);
            return new Demo(DemoOptions.parse(words), Path.of(arguments.getFirst()), out, began).tell();
        } catch (IllegalArgumentException e) {
            out.println("demo: " + e.getMessage());
            return 2;
        }
    }

    private int tell() {
        @Nullable NfsNode node = null;
        try {
            NfsInstallation installation = bringUp();
            if (options.node()) {
                node = NfsNode.start(LabCache.standard(narrator::note), installation, work.resolve("node"));
            }
            narrator.chapter("One claim");
            new ClaimStory(installation).tell(narrator);
            if (node != null) {
                tellOnNode(node, installation);
            }
            if (options.keep()) {
                keep(installation);
            }
            return 0;
        } catch (StepFailed e) {
            tellFailure(e);
            return 1;
        } finally {
            close(node);
            close(started);
        }
    }

    private static void close(@Nullable AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("could not end a part of the demo", e);
        }
    }

    private void tellOnNode(NfsNode node, NfsInstallation installation) {
        narrator.chapter("A node");
        narrator.step(
                "the node is Ready",
                () -> node.awaitReady(installation.nfsServer().port()));
        narrator.step("registrar, probe and plugin run there, and kubelet knows the driver", node::deployDriver);
        narrator.chapter("Story 1: a static volume");
        new StaticVolumeStory(installation).tell(narrator);
        narrator.chapter("Stories 2 and 5: dynamic volumes under Delete and Retain");
        new DynamicVolumeStory(installation).tell(narrator);
        narrator.chapter("Story 3: StatefulSets");
        new StatefulSetStory(installation).tell(narrator);
        narrator.chapter("Story 4: an inline volume");
        new InlineVolumeStory(installation).tell(narrator);
    }

    private NfsInstallation bringUp() {
        narrator.chapter("The lab");
        narrator.step("control plane, NFS server, csi-provisioner and nfsplugin are started", () -> {
            started = NfsInstallation.start(LabCache.standard(narrator::note), work);
            return "Kubernetes " + serverVersion(started);
        });
        return Objects.requireNonNull(started);
    }

    private static String serverVersion(NfsInstallation installation) {
        String reply = installation.kubectl().run("get", "--raw", "/version");
        Matcher version = GIT_VERSION.matcher(reply);
        return version.find() ? version.group(1) : reply;
    }

    /** Says how to use what is up, tells the script through a file, and waits for the end of this process. */
    private void keep(NfsInstallation installation) {
        narrator.chapter("Everything stays up");
        out.println("  export KUBECONFIG=" + installation.controlPlane().kubeconfig());
        out.println("  " + installation.kubectl().executable() + " get pvc,pv,sc");
        out.println("  logs: " + work.resolve("log"));
        out.println("  take it down: ./demo --down");
        try {
            Files.createFile(work.resolve("kept"));
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellFailure(StepFailed failure) {
        out.printf("%nFAILED: %s%n  %s%n", failure.step(), failure.reason());
        if (started != null) {
            tellLog(started.provisioner());
            tellLog(started.plugin());
        }
        out.println("  everything else is in " + work);
    }

    private void tellLog(Program program) {
        out.printf("  the end of %s:%n", program.log());
        program.logTail(LOG_LINES).lines().forEach(line -> out.println("    " + line));
    }
}
