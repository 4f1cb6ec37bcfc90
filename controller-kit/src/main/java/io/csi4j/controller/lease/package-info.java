/**
 * Who of several equal processes works: the one that holds the Lease.
 *
 * <p>A program enters at {@link io.csi4j.controller.lease.Election}, and at
 * {@link io.csi4j.controller.lease.Diagnostics} for the pages that tell of it; below lies
 * {@link io.csi4j.controller.lease.LeaderLease}, with {@link io.csi4j.controller.lease.LeaseOptions} and
 * {@link io.csi4j.controller.lease.LeaseStore#of} for the API server. {@code Observation} judges what was seen and
 * {@code LeaseStates} makes the next state; both are pure. Contract: common.md, section 7. May use {@code api},
 * {@code event} and {@code storage}; must not know {@code watch} or {@code work}.
 */
@NullMarked
package io.csi4j.controller.lease;

import org.jspecify.annotations.NullMarked;
