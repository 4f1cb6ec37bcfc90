package io.csi4j.nfs.node;

import io.csi4j.nfs.volumeid.Permissions;
import java.time.Duration;

/**
 * What the flags decide about the node.
 *
 * @param nodeId as given, may be empty
 * @param permissions for volumes whose attributes name none
 * @param usageKeptFor how long usage figures are answered from memory
 * @param unmountsLazily whether {@code umount -l} is the last resort for a dead server
 */
public record NodeOptions(String nodeId, Permissions permissions, Duration usageKeptFor, boolean unmountsLazily) {}
