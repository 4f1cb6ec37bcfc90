/**
 * {@code livenessprobe}: an HTTP server that turns {@code GET /healthz} into one CSI Probe of the driver.
 *
 * <p>Enter at {@link LivenessProbe}. Kubelet asks; a failing answer restarts the driver beside it, never this program.
 * Never talks to the API server: no Kubernetes client here.
 */
@NullMarked
package io.csi4j.liveness;

import org.jspecify.annotations.NullMarked;
