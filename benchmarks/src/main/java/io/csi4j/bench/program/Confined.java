package io.csi4j.bench.program;

import io.csi4j.lab.Program.Plan;
import java.util.ArrayList;
import java.util.List;

/** Plans whose program starts in a place of its own. The process stays the same through all wrapping. */
public final class Confined {
    private Confined() {}

    /** The program sees another host name, as in a pod of its own: candidates for a lease are told apart by it. */
    public static Plan onHost(String host, Plan plan) {
        return wrapped(
                plan,
                List.of("unshare", "--uts", "sh", "-c", "echo \"$0\" >/proc/sys/kernel/hostname && exec \"$@\"", host));
    }

    /** The program may use so much memory as the group allows, its page cache included, as in a container. */
    public static Plan within(MemoryGroup group, Plan plan) {
        return wrapped(
                plan,
                List.of(
                        "sh",
                        "-c",
                        "echo $$ >\"$0\" && exec \"$@\"",
                        group.members().toString()));
    }

    private static Plan wrapped(Plan plan, List<String> before) {
        List<String> arguments = new ArrayList<>(before.subList(1, before.size()));
        arguments.add(plan.executable());
        arguments.addAll(plan.arguments());
        return new Plan(plan.name(), before.getFirst(), arguments, plan.environment(), plan.log());
    }
}
