package io.csi4j.e2e;

import io.csi4j.lab.NodeVm;

/**
 * A program in a container of the node, from outside the container.
 *
 * @param commandLine regular expression that only its command line matches
 */
record NodeProcess(NodeVm machine, String commandLine) {
    static NodeProcess nfsPlugin(NodeVm machine) {
        return new NodeProcess(machine, "NfsPlugin.*unix:///csi/csi.sock");
    }

    static NodeProcess nfsRegistrar(NodeVm machine) {
        return new NodeProcess(machine, "registration-path=.*csi-nfsplugin");
    }

    static NodeProcess storyNode(NodeVm machine) {
        return new NodeProcess(machine, StoryNode.class.getName());
    }

    /** Its process id on the node; empty while it does not run. */
    String id() {
        return machine.run("pgrep -f '" + commandLine + "' || true").strip();
    }

    /** kill -9. */
    void kill() {
        signal("KILL");
    }

    /** SIGTERM. */
    void end() {
        signal("TERM");
    }

    /** SIGSTOP: it lives and answers nothing. */
    void pause() {
        signal("STOP");
    }

    /** SIGCONT; nothing happens when it has ended meanwhile. */
    void resume() {
        machine.run("pkill -CONT -f '" + commandLine + "' || true");
    }

    private void signal(String signal) {
        machine.run("pkill -" + signal + " -f '" + commandLine + "'");
    }
}
