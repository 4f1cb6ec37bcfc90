package io.csi4j.nfs.controller;

import io.csi4j.nfs.volumeid.Permissions;

/**
 * What the flags decide about the controller.
 *
 * @param permissions for volumes whose class names none
 * @param onDelete text of the policy for volumes whose id carries none, empty for delete
 * @param replacesArchives whether archiving drops an older archive of the same name
 */
public record ControllerOptions(Permissions permissions, String onDelete, boolean replacesArchives) {}
