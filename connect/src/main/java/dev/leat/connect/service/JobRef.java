package dev.leat.connect.service;

import dev.leat.connect.protocol.JobType;

/**
 * Which job something is about.
 *
 * @param index what is written: the content index, or that of the access filters
 */
public record JobRef(String id, String connectorId, String serviceType, String index, JobType type) {}
