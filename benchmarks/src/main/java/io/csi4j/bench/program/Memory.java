package io.csi4j.bench.program;

/**
 * Memory of a process in MB of 1,048,576 bytes.
 *
 * @param resident all pages it has in memory (RSS)
 * @param proportional the same with pages shared by n processes counted as an n-th (PSS)
 */
public record Memory(double resident, double proportional) {}
