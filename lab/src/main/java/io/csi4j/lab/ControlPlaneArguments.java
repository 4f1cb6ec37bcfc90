package io.csi4j.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command lines of a control plane's programs. Pure.
 *
 * @param etcdPort client port of etcd
 * @param apiPort where the API server listens on the loopback address
 */
record ControlPlaneArguments(ControlPlaneFiles files, ControlPlaneOptions options, int etcdPort, int apiPort) {
    /** Where a guest of QEMU's user network sees this machine's loopback address. */
    static final String HOST_FROM_NODE = "10.0.2.2";

    private static final String SERVICES = "10.96.0.0/16";

    /** What a cluster with volumes needs; left out: cloud, certificate signing, autoscaling, bootstrap. */
    private static final List<String> CONTROLLERS = List.of(
            "persistentvolume-binder-controller",
            "persistentvolume-attach-detach-controller",
            "persistentvolume-expander-controller",
            "persistentvolumeclaim-protection-controller",
            "persistentvolume-protection-controller",
            "ephemeral-volume-controller",
            "volumeattributesclass-protection-controller",
            "statefulset-controller",
            "deployment-controller",
            "replicaset-controller",
            "daemonset-controller",
            "job-controller",
            "namespace-controller",
            "serviceaccount-controller",
            "serviceaccount-token-controller",
            "root-ca-certificate-publisher-controller",
            "garbage-collector-controller",
            "pod-garbage-collector-controller",
            "node-lifecycle-controller",
            "taint-eviction-controller",
            "resourcequota-controller");

    List<String> etcd(int peerPort) {
        String client = "http://127.0.0.1:" + etcdPort;
        String peer = "http://127.0.0.1:" + peerPort;
        return List.of(
                "--name=lab",
                "--data-dir=" + files.etcdData(),
                // A lab's data need not survive a power cut.
                "--unsafe-no-fsync",
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=lab=" + peer,
                "--log-level=warn");
    }

    List<String> apiServer() {
        List<String> all = new ArrayList<>(List.of(
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--bind-address=127.0.0.1",
                "--secure-port=" + apiPort,
                // The self-signed certificate holds this address too, which is what a node dials.
                "--advertise-address=" + HOST_FROM_NODE,
                "--cert-dir=" + files.certificates(),
                "--token-auth-file=" + files.tokens(),
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                "--allow-privileged=true",
                "--service-cluster-ip-range=" + SERVICES,
                "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
                "--service-account-signing-key-file=" + files.serviceAccountKey(),
                "--service-account-key-file=" + files.serviceAccountKey(),
                "--egress-selector-config-file=" + files.egress(),
                "--kubelet-preferred-address-types=InternalIP"));
        gates(all);
        all.addAll(options.apiServerArguments());
        return all;
    }

    List<String> controllerManager() {
        int limit = options.controllerQueriesPerSecond();
        List<String> all = new ArrayList<>(List.of(
                "--kubeconfig=" + files.kubeconfig(),
                "--leader-elect=false",
                "--secure-port=0",
                "--controllers=" + String.join(",", CONTROLLERS),
                "--service-account-private-key-file=" + files.serviceAccountKey(),
                "--root-ca-file=" + files.authority(),
                "--kube-api-qps=" + limit,
                "--kube-api-burst=" + Math.max(30, limit)));
        gates(all);
        return all;
    }

    List<String> scheduler() {
        List<String> all = new ArrayList<>(
                List.of("--kubeconfig=" + files.kubeconfig(), "--leader-elect=false", "--secure-port=0"));
        gates(all);
        return all;
    }

    private void gates(List<String> arguments) {
        if (!options.featureGates().isEmpty()) {
            arguments.add("--feature-gates="
                    + options.featureGates().entrySet().stream()
                            .map(gate -> gate.getKey() + "=" + gate.getValue())
                            .sorted()
                            .collect(Collectors.joining(",")));
        }
    }
}
