package io.csi4j.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line of a node's virtual machine. Pure.
 *
 * @param image disk, kernel and initrd by name
 * @param drives read by the node as vdb, vdc in this order
 * @param forwards port of the loopback address to port of the node
 */
record QemuArguments(
        Map<String, Path> image, NodeVmOptions options, List<Path> drives, Map<Integer, Integer> forwards) {
    /**
     * Nothing in the node needs protection from itself, and emulated protection is a fifth of the boot. The time stamp
     * counter saves the emulator a trip out of the guest for every look at the clock.
     */
    private static final String KERNEL =
            "console=ttyS0 quiet panic=-1 mitigations=off init_on_alloc=0 apparmor=0 audit=0"
                    + " hardened_usercopy=off randomize_kstack_offset=off nokaslr cryptomgr.notests random.trust_cpu=on"
                    + " tsc=reliable clocksource=tsc no_timer_check";

    /** Left out of the processor: what costs an emulator dearly, a fifth page table level and checks on every copy. */
    private static final List<String> FIXED = List.of(("-accel tcg,thread=multi,tb-size=512 -cpu max,-la57,-smap,-smep"
                    + " -machine pc,hpet=off -device virtio-rng-pci -display none -monitor none -serial stdio -no-reboot")
            .split(" "));

    QemuArguments {
        drives = List.copyOf(drives);
        forwards = Map.copyOf(forwards);
    }

    List<String> list() {
        List<String> all = new ArrayList<>(FIXED);
        all.addAll(List.of("-smp", Integer.toString(options.processors())));
        all.addAll(List.of("-m", Integer.toString(options.memoryMegabytes())));
        all.addAll(List.of("-kernel", LabCache.need(image, "kernel").toString()));
        all.addAll(List.of("-initrd", LabCache.need(image, "initrd").toString()));
        all.addAll(List.of("-append", KERNEL));
        // Writes of this boot go to a nameless file in TMPDIR: the shared disk image stays as it is.
        drive(all, LabCache.need(image, "disk"), "snapshot=on,cache=unsafe");
        drives.forEach(file -> drive(all, file, "readonly=on"));
        var network = new StringBuilder("user,id=net");
        forwards.forEach((host, node) -> network.append(",hostfwd=tcp:127.0.0.1:")
                .append(host)
                .append("-:")
                .append(node));
        all.addAll(List.of("-netdev", network.toString(), "-device", "virtio-net-pci,netdev=net,romfile="));
        return all;
    }

    private static void drive(List<String> all, Path file, String how) {
        // A comma in a path is doubled in QEMU's option syntax.
        String path = file.toString().replace(",", ",,");
        all.addAll(List.of("-drive", "file=" + path + ",if=virtio,format=raw," + how));
    }
}
