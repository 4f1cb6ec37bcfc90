package io.csi4j.provisioner.claim;

import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Store;

/**
 * The API server and what the watches know of it.
 *
 * @param claims those that ask this driver for a volume and have none yet
 * @param volumes those of this driver
 */
public record Cluster(KubeApi kube, Store<Claim> claims, Store<StorageClass> classes, Store<Volume> volumes) {}
