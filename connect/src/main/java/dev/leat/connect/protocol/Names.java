package dev.leat.connect.protocol;

/** The names of the fields and places of the protocol, as they stand in Elasticsearch. */
final class Names {

    static final String CONNECTORS = ".elastic-connectors";
    static final String CONNECTORS_INDEX = ".elastic-connectors-v1";
    static final String SYNC_JOBS = ".elastic-connectors-sync-jobs";
    static final String SYNC_JOBS_INDEX = ".elastic-connectors-sync-jobs-v1";
    static final String ACCESS_CONTROL_PREFIX = ".search-acl-filter-";

    static final String ACCESS_CONTROL = "access_control";
    static final String ADVANCED_SNIPPET = "advanced_snippet";
    static final String API_KEY_ID = "api_key_id";
    static final String API_KEY_SECRET_ID = "api_key_secret_id";
    static final String CANCELATION_REQUESTED_AT = "cancelation_requested_at";
    static final String CANCELED_AT = "canceled_at";
    static final String COMPLETED_AT = "completed_at";
    static final String CONFIGURATION = "configuration";
    static final String CONNECTOR = "connector";
    static final String CREATED_AT = "created_at";
    static final String CUSTOM_SCHEDULING = "custom_scheduling";
    static final String DELETED = "deleted";
    static final String DELETED_DOCUMENT_COUNT = "deleted_document_count";
    static final String DESCRIPTION = "description";
    static final String ERROR = "error";
    static final String FEATURES = "features";
    static final String FILTERING = "filtering";
    static final String FULL = "full";
    static final String ID = "id";
    static final String INCREMENTAL = "incremental";
    static final String INDEXED_DOCUMENT_COUNT = "indexed_document_count";
    static final String INDEXED_DOCUMENT_VOLUME = "indexed_document_volume";
    static final String INDEX_NAME = "index_name";
    static final String IS_NATIVE = "is_native";
    static final String JOB_TYPE = "job_type";
    static final String LANGUAGE = "language";
    static final String LAST_ACCESS_CONTROL_SYNC_ERROR = "last_access_control_sync_error";
    static final String LAST_ACCESS_CONTROL_SYNC_SCHEDULED_AT = "last_access_control_sync_scheduled_at";
    static final String LAST_ACCESS_CONTROL_SYNC_STATUS = "last_access_control_sync_status";
    static final String LAST_DELETED_DOCUMENT_COUNT = "last_deleted_document_count";
    static final String LAST_INCREMENTAL_SYNC_SCHEDULED_AT = "last_incremental_sync_scheduled_at";
    static final String LAST_INDEXED_DOCUMENT_COUNT = "last_indexed_document_count";
    static final String LAST_SEEN = "last_seen";
    static final String LAST_SYNCED = "last_synced";
    static final String LAST_SYNC_ERROR = "last_sync_error";
    static final String LAST_SYNC_SCHEDULED_AT = "last_sync_scheduled_at";
    static final String LAST_SYNC_STATUS = "last_sync_status";
    static final String METADATA = "metadata";
    static final String NAME = "name";
    static final String PIPELINE = "pipeline";
    static final String SCHEDULING = "scheduling";
    static final String SERVICE_TYPE = "service_type";
    static final String STARTED_AT = "started_at";
    static final String STATUS = "status";
    static final String SYNC_CURSOR = "sync_cursor";
    static final String SYNC_NOW = "sync_now";
    static final String TOTAL_DOCUMENT_COUNT = "total_document_count";
    static final String TRIGGER_METHOD = "trigger_method";
    static final String UPDATED_AT = "updated_at";
    static final String WORKER_HOSTNAME = "worker_hostname";

    private Names() {}
}
