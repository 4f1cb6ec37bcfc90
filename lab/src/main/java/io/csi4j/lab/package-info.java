/**
 * What brings up a real Kubernetes control plane, a real NFS server and a real node on a bare Debian 12 machine.
 *
 * <p>Enter at {@link io.csi4j.lab.LabCache} (programs built once), {@link io.csi4j.lab.ControlPlane},
 * {@link io.csi4j.lab.NfsServer}, {@link io.csi4j.lab.NodeVm}, {@link io.csi4j.lab.Program} and
 * {@link io.csi4j.lab.Kubectl}. Plain JDK only: knows no other module of csi4j and no Kubernetes client, so that what
 * is tested never tests itself. Everything started here dies with the object that started it, and with this JVM.
 */
@NullMarked
package io.csi4j.lab;

import org.jspecify.annotations.NullMarked;
