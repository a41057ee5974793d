SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.audit_entry_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'audit_entry: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.audit_entry_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'audit_entry: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.audit_seal_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'audit_seal: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.audit_seal_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'audit_seal: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.criteria_criteriaversion_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.state = 'published' THEN RAISE EXCEPTION 'criteria_criteriaversion: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.criteria_criteriaversion_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.state = 'published' THEN RAISE EXCEPTION 'criteria_criteriaversion: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_cycle_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.state = 'closed' THEN RAISE EXCEPTION 'cycles_cycle: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.cycles_cycle_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.state = 'closed' THEN RAISE EXCEPTION 'cycles_cycle: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_cycleset_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' THEN RAISE EXCEPTION 'cycles_cycleset: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.cycles_cycleset_rows_no_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed' THEN RAISE EXCEPTION 'cycles_cycleset: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_cycleset_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' THEN RAISE EXCEPTION 'cycles_cycleset: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_notapplicable_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = OLD.participant_id)) = 'closed' THEN RAISE EXCEPTION 'cycles_notapplicable: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.cycles_notapplicable_rows_no_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = NEW.participant_id)) = 'closed' THEN RAISE EXCEPTION 'cycles_notapplicable: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_notapplicable_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = OLD.participant_id)) = 'closed' THEN RAISE EXCEPTION 'cycles_notapplicable: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_participant_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' THEN RAISE EXCEPTION 'cycles_participant: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.cycles_participant_rows_no_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed' THEN RAISE EXCEPTION 'cycles_participant: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_participant_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' THEN RAISE EXCEPTION 'cycles_participant: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_phase_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' THEN RAISE EXCEPTION 'cycles_phase: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.cycles_phase_rows_no_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed' THEN RAISE EXCEPTION 'cycles_phase: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_phase_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' THEN RAISE EXCEPTION 'cycles_phase: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.results_domainindex_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'results_domainindex: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.results_domainindex_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'results_domainindex: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.results_indexrun_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'results_indexrun: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.results_indexrun_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'results_indexrun: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.results_score_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' THEN RAISE EXCEPTION 'results_score: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.results_score_rows_no_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed' THEN RAISE EXCEPTION 'results_score: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.results_score_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' THEN RAISE EXCEPTION 'results_score: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.results_scoreimport_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.applied_at IS NOT NULL THEN RAISE EXCEPTION 'results_scoreimport: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.results_scoreimport_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.applied_at IS NOT NULL THEN RAISE EXCEPTION 'results_scoreimport: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.results_unitindex_rows_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'results_unitindex: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.results_unitindex_rows_no_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'results_unitindex: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_membership (
    id bigint NOT NULL,
    role character varying(20) NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    person_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT membership_ends_after_it_begins CHECK (((valid_until IS NULL) OR (valid_until >= valid_from))),
    CONSTRAINT membership_role_known CHECK (((role)::text = ANY ((ARRAY['administrator'::character varying, 'coordinator'::character varying, 'unit_head'::character varying, 'unit_clerk'::character varying, 'leader'::character varying])::text[])))
);
ALTER TABLE public.accounts_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_person (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    username character varying(60) NOT NULL,
    name character varying(200) NOT NULL,
    name_key character varying(600) NOT NULL,
    search character varying(300) NOT NULL,
    is_active boolean NOT NULL,
    must_change_password boolean NOT NULL
);
ALTER TABLE public.accounts_person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.audit_entry (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL,
    person character varying(200) NOT NULL,
    unit_id bigint,
    unit character varying(300) NOT NULL,
    role character varying(40) NOT NULL,
    verb character varying(80) NOT NULL,
    subject character varying(500) NOT NULL,
    subject_id character varying(80) NOT NULL,
    facts jsonb NOT NULL,
    search character varying(1000) NOT NULL
);
ALTER TABLE public.audit_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.audit_seal (
    "position" bigint NOT NULL,
    entry_id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.criteria_criteriaversion (
    id bigint NOT NULL,
    set_id character varying(100) NOT NULL,
    version character varying(50) NOT NULL,
    title character varying(300) NOT NULL,
    unit_kind character varying(20) NOT NULL,
    state character varying(10) NOT NULL,
    text text NOT NULL,
    sha256 character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    published_by jsonb,
    basis character varying(500) NOT NULL,
    first_year smallint,
    last_year smallint,
    leaves integer NOT NULL,
    source_id bigint,
    total character varying(60) NOT NULL,
    CONSTRAINT criteria_criteriaversion_first_year_check CHECK ((first_year >= 0)),
    CONSTRAINT criteria_criteriaversion_last_year_check CHECK ((last_year >= 0)),
    CONSTRAINT criteria_criteriaversion_leaves_check CHECK ((leaves >= 0)),
    CONSTRAINT criteria_version_published_on_a_day CHECK ((((state)::text = 'draft'::text) OR (published_at IS NOT NULL))),
    CONSTRAINT criteria_version_state_known CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'published'::character varying])::text[])))
);
ALTER TABLE public.criteria_criteriaversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.criteria_criteriaversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cycles_cycle (
    id bigint NOT NULL,
    year smallint NOT NULL,
    name character varying(250) NOT NULL,
    state character varying(10) NOT NULL,
    province_id bigint NOT NULL,
    CONSTRAINT cycles_cycle_state_known CHECK (((state)::text = ANY ((ARRAY['preparing'::character varying, 'open'::character varying, 'closed'::character varying])::text[]))),
    CONSTRAINT cycles_cycle_year CHECK (((year >= 2000) AND (year <= 2100))),
    CONSTRAINT cycles_cycle_year_check CHECK ((year >= 0))
);
ALTER TABLE public.cycles_cycle ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cycles_cycle_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cycles_cycleset (
    id bigint NOT NULL,
    kinds jsonb NOT NULL,
    peer_group character varying(150) NOT NULL,
    cycle_id bigint NOT NULL,
    version_id bigint NOT NULL
);
ALTER TABLE public.cycles_cycleset ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cycles_cycleset_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cycles_holiday (
    id bigint NOT NULL,
    "on" date NOT NULL,
    name character varying(250) NOT NULL,
    worked boolean NOT NULL,
    CONSTRAINT cycles_holiday_off_has_a_name CHECK ((worked OR (NOT ((name)::text = ''::text))))
);
ALTER TABLE public.cycles_holiday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cycles_holiday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cycles_notapplicable (
    id bigint NOT NULL,
    leaf character varying(30) NOT NULL,
    reason character varying(500) NOT NULL,
    participant_id bigint NOT NULL
);
ALTER TABLE public.cycles_notapplicable ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cycles_notapplicable_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cycles_participant (
    id bigint NOT NULL,
    peer_group character varying(150) NOT NULL,
    name character varying(250) NOT NULL,
    code character varying(50) NOT NULL,
    place integer NOT NULL,
    cycle_id bigint NOT NULL,
    cycle_set_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT cycles_participant_place_check CHECK ((place >= 0))
);
ALTER TABLE public.cycles_participant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cycles_participant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cycles_phase (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    place smallint NOT NULL,
    name character varying(100) NOT NULL,
    starts date NOT NULL,
    ends date NOT NULL,
    cycle_id bigint NOT NULL,
    CONSTRAINT cycles_phase_kind_known CHECK (((kind)::text = ANY ((ARRAY['plan'::character varying, 'survey'::character varying, 'self_scoring'::character varying, 'appraisal'::character varying, 'justification'::character varying, 'second_appraisal'::character varying, 'council'::character varying, 'approval'::character varying, 'publication'::character varying])::text[]))),
    CONSTRAINT cycles_phase_place_check CHECK ((place >= 0)),
    CONSTRAINT cycles_phase_starts_before_end CHECK ((starts <= ends))
);
ALTER TABLE public.cycles_phase ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cycles_phase_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.django_tasks_database_dbtaskresult (
    id uuid NOT NULL,
    status character varying(10) NOT NULL,
    args_kwargs jsonb NOT NULL,
    priority integer NOT NULL,
    task_path text NOT NULL,
    queue_name character varying(32) NOT NULL,
    backend_name character varying(32) NOT NULL,
    run_after timestamp with time zone NOT NULL,
    enqueued_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    started_at timestamp with time zone,
    return_value jsonb,
    exception_class_path text CONSTRAINT django_tasks_database_dbtaskresul_exception_class_path_not_null NOT NULL,
    traceback text NOT NULL,
    worker_ids jsonb NOT NULL,
    CONSTRAINT priority_range CHECK (((priority >= '-100'::integer) AND (priority <= 100)))
);
CREATE TABLE public.documents_officialdocument (
    id bigint NOT NULL,
    kind character varying(100) NOT NULL,
    number character varying(50) NOT NULL,
    date date,
    issuer character varying(250) NOT NULL,
    title text NOT NULL,
    file_id bigint
);
ALTER TABLE public.documents_officialdocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.documents_officialdocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.documents_storedfile (
    id bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    name character varying(200) NOT NULL,
    size bigint NOT NULL,
    type character varying(10) NOT NULL,
    person_id bigint NOT NULL,
    person character varying(250) NOT NULL,
    unit_id bigint,
    unit character varying(250) NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT documents_storedfile_size_check CHECK ((size >= 0))
);
ALTER TABLE public.documents_storedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.documents_storedfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plans_acceptance (
    id bigint NOT NULL,
    fingerprint character varying(64) NOT NULL,
    reason character varying(500) NOT NULL,
    person_id bigint NOT NULL,
    person character varying(250) NOT NULL,
    unit character varying(250) NOT NULL,
    at timestamp with time zone NOT NULL,
    plan_id bigint NOT NULL
);
ALTER TABLE public.plans_acceptance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_acceptance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plans_agency (
    id bigint NOT NULL,
    text text NOT NULL,
    spelling character varying(300) NOT NULL,
    confidence character varying(10) NOT NULL,
    reason character varying(20) NOT NULL,
    why jsonb NOT NULL,
    confirmed boolean NOT NULL,
    plan_id bigint NOT NULL,
    CONSTRAINT plans_agency_confidence_known CHECK (((confidence)::text = ANY ((ARRAY['sure'::character varying, 'likely'::character varying, 'unsure'::character varying])::text[])))
);
ALTER TABLE public.plans_agency ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_agency_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plans_agency_units (
    id bigint NOT NULL,
    agency_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.plans_agency_units ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_agency_units_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plans_due (
    id bigint NOT NULL,
    "on" date NOT NULL,
    measure_id bigint NOT NULL
);
ALTER TABLE public.plans_due ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_due_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plans_measure (
    id bigint NOT NULL,
    place integer NOT NULL,
    number text NOT NULL,
    objective text NOT NULL,
    task text NOT NULL,
    activity text NOT NULL,
    output text NOT NULL,
    shortcomings text NOT NULL,
    lead text NOT NULL,
    cooperating text NOT NULL,
    deadline text NOT NULL,
    extra text NOT NULL,
    deadline_kind character varying(12) NOT NULL,
    start date,
    continues boolean NOT NULL,
    confidence character varying(10) NOT NULL,
    doubts jsonb NOT NULL,
    checked boolean NOT NULL,
    source jsonb NOT NULL,
    search text NOT NULL,
    version integer NOT NULL,
    section_id bigint NOT NULL,
    CONSTRAINT plans_measure_confidence_known CHECK (((confidence)::text = ANY ((ARRAY['sure'::character varying, 'likely'::character varying, 'unsure'::character varying])::text[]))),
    CONSTRAINT plans_measure_deadline_known CHECK (((deadline_kind)::text = ANY ((ARRAY[''::character varying, 'fixed'::character varying, 'range'::character varying, 'several'::character varying, 'recurring'::character varying, 'continuous'::character varying, 'on_event'::character varying, 'unparsed'::character varying])::text[]))),
    CONSTRAINT plans_measure_place_check CHECK ((place >= 0)),
    CONSTRAINT plans_measure_version_check CHECK ((version >= 0))
);
ALTER TABLE public.plans_measure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_measure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plans_part (
    id bigint NOT NULL,
    role character varying(12) NOT NULL,
    place smallint NOT NULL,
    agency_id bigint NOT NULL,
    measure_id bigint NOT NULL,
    CONSTRAINT plans_part_place_check CHECK ((place >= 0)),
    CONSTRAINT plans_part_role_known CHECK (((role)::text = ANY ((ARRAY['lead'::character varying, 'cooperating'::character varying])::text[])))
);
ALTER TABLE public.plans_part ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_part_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plans_plan (
    id bigint NOT NULL,
    kind character varying(15) NOT NULL,
    title text NOT NULL,
    year smallint NOT NULL,
    state character varying(10) NOT NULL,
    working_days boolean NOT NULL,
    version integer NOT NULL,
    at timestamp with time zone NOT NULL,
    document_id bigint,
    unit_id bigint NOT NULL,
    CONSTRAINT plans_plan_kind_known CHECK (((kind)::text = ANY ((ARRAY['reform'::character varying, 'remediation'::character varying])::text[]))),
    CONSTRAINT plans_plan_state_known CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'current'::character varying])::text[]))),
    CONSTRAINT plans_plan_version_check CHECK ((version >= 0)),
    CONSTRAINT plans_plan_year CHECK (((year >= 1990) AND (year <= 2100))),
    CONSTRAINT plans_plan_year_check CHECK ((year >= 0))
);
ALTER TABLE public.plans_plan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_plan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plans_reading (
    id bigint NOT NULL,
    year smallint,
    state character varying(10) NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    started_at timestamp with time zone,
    faults jsonb NOT NULL,
    blocks jsonb NOT NULL,
    body text NOT NULL,
    quotas jsonb NOT NULL,
    drawn boolean NOT NULL,
    person_id bigint NOT NULL,
    person character varying(250) NOT NULL,
    role character varying(20) NOT NULL,
    person_unit_id bigint,
    person_unit character varying(250) NOT NULL,
    at timestamp with time zone NOT NULL,
    file_id bigint NOT NULL,
    plan_id bigint,
    unit_id bigint NOT NULL,
    CONSTRAINT plans_reading_done_check CHECK ((done >= 0)),
    CONSTRAINT plans_reading_plan_when_read CHECK (((plan_id IS NULL) OR ((state)::text = 'read'::text))),
    CONSTRAINT plans_reading_state_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying, 'read'::character varying, 'refused'::character varying])::text[]))),
    CONSTRAINT plans_reading_total_check CHECK ((total >= 0)),
    CONSTRAINT plans_reading_year_check CHECK ((year >= 0))
);
ALTER TABLE public.plans_reading ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_reading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plans_section (
    id bigint NOT NULL,
    place integer NOT NULL,
    number text NOT NULL,
    heading text NOT NULL,
    plan_id bigint NOT NULL,
    CONSTRAINT plans_section_place_check CHECK ((place >= 0))
);
ALTER TABLE public.plans_section ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_section_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plans_sheetimport (
    id bigint NOT NULL,
    version integer NOT NULL,
    difference jsonb NOT NULL,
    person_id bigint NOT NULL,
    person character varying(250) NOT NULL,
    unit character varying(250) NOT NULL,
    at timestamp with time zone NOT NULL,
    applied_at timestamp with time zone,
    file_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    CONSTRAINT plans_sheetimport_version_check CHECK ((version >= 0))
);
ALTER TABLE public.plans_sheetimport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_sheetimport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.results_domainindex (
    id bigint NOT NULL,
    place smallint NOT NULL,
    number character varying(30) NOT NULL,
    name character varying(500) NOT NULL,
    block boolean NOT NULL,
    points text NOT NULL,
    maximum text NOT NULL,
    bonus text NOT NULL,
    loss text NOT NULL,
    pending text NOT NULL,
    survey text NOT NULL,
    waiting integer NOT NULL,
    losses jsonb NOT NULL,
    unit_index_id bigint NOT NULL,
    CONSTRAINT results_domainindex_place_check CHECK ((place >= 0)),
    CONSTRAINT results_domainindex_waiting_check CHECK ((waiting >= 0))
);
ALTER TABLE public.results_domainindex ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.results_domainindex_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.results_indexrun (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    cause character varying(10) NOT NULL,
    populations jsonb NOT NULL,
    cycle_id bigint NOT NULL,
    CONSTRAINT results_run_cause_known CHECK (((cause)::text = ANY ((ARRAY['import'::character varying, 'correction'::character varying, 'undo'::character varying, 'cycle'::character varying])::text[])))
);
ALTER TABLE public.results_indexrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.results_indexrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.results_score (
    id bigint NOT NULL,
    leaf character varying(30) NOT NULL,
    points character varying(100) NOT NULL,
    figures jsonb,
    origin character varying(10) NOT NULL,
    reason character varying(500) NOT NULL,
    version integer NOT NULL,
    cycle_id bigint NOT NULL,
    participant_id bigint NOT NULL,
    source_id bigint,
    CONSTRAINT results_score_origin_known CHECK (((origin)::text = ANY ((ARRAY['imported'::character varying, 'decided'::character varying])::text[]))),
    CONSTRAINT results_score_points_or_figures CHECK ((((points)::text = ''::text) OR (figures IS NULL))),
    CONSTRAINT results_score_version_check CHECK ((version >= 0))
);
ALTER TABLE public.results_score ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.results_score_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.results_scoreimport (
    id bigint NOT NULL,
    sheet character varying(100) NOT NULL,
    "decimal" character varying(1) NOT NULL,
    person_id bigint NOT NULL,
    person character varying(250) NOT NULL,
    unit character varying(250) NOT NULL,
    at timestamp with time zone NOT NULL,
    counts jsonb NOT NULL,
    difference jsonb NOT NULL,
    applied_at timestamp with time zone,
    undone_at timestamp with time zone,
    undone_by character varying(250) NOT NULL,
    cycle_id bigint NOT NULL,
    cycle_set_id bigint NOT NULL,
    file_id bigint NOT NULL,
    CONSTRAINT results_import_undone_after_applied CHECK (((undone_at IS NULL) OR (applied_at IS NOT NULL)))
);
ALTER TABLE public.results_scoreimport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.results_scoreimport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.results_unitindex (
    id bigint NOT NULL,
    name character varying(250) NOT NULL,
    code character varying(50) NOT NULL,
    peer_group character varying(150) NOT NULL,
    place integer NOT NULL,
    points text NOT NULL,
    maximum text NOT NULL,
    bonus text NOT NULL,
    penalty text NOT NULL,
    pending text NOT NULL,
    survey text NOT NULL,
    waiting integer NOT NULL,
    exact text NOT NULL,
    printed character varying(30) NOT NULL,
    rank integer,
    grade character varying(100) NOT NULL,
    losses jsonb NOT NULL,
    cycle_set_id bigint,
    participant_id bigint,
    run_id bigint NOT NULL,
    CONSTRAINT results_unitindex_place_check CHECK ((place >= 0)),
    CONSTRAINT results_unitindex_rank_check CHECK ((rank >= 0)),
    CONSTRAINT results_unitindex_waiting_check CHECK ((waiting >= 0))
);
ALTER TABLE public.results_unitindex ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.results_unitindex_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.units_agencygroup (
    id bigint NOT NULL,
    name character varying(250) NOT NULL,
    spelling character varying(500) NOT NULL,
    sort_key text NOT NULL
);
ALTER TABLE public.units_agencygroup ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.units_agencygroup_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.units_agencygroup_units (
    id bigint NOT NULL,
    agencygroup_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.units_agencygroup_units ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.units_agencygroup_units_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.units_alias (
    id bigint NOT NULL,
    name character varying(250) NOT NULL,
    spelling character varying(250) NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.units_alias ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.units_alias_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.units_lineage (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    "on" date NOT NULL,
    predecessor_id bigint NOT NULL,
    successor_id bigint NOT NULL,
    CONSTRAINT units_lineage_between_two_units CHECK ((NOT (predecessor_id = successor_id))),
    CONSTRAINT units_lineage_kind_known CHECK (((kind)::text = ANY ((ARRAY['merge'::character varying, 'split'::character varying, 'rename'::character varying, 'move'::character varying])::text[])))
);
ALTER TABLE public.units_lineage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.units_lineage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.units_unit (
    id bigint NOT NULL,
    name character varying(250) NOT NULL,
    search_key character varying(250) NOT NULL,
    sort_key character varying(1000) NOT NULL,
    spelling character varying(250) NOT NULL,
    kind character varying(20) NOT NULL,
    code character varying(50) NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    parent_id bigint,
    CONSTRAINT units_unit_kind_known CHECK (((kind)::text = ANY ((ARRAY['province'::character varying, 'department'::character varying, 'division'::character varying, 'centre'::character varying, 'district'::character varying, 'commune'::character varying, 'ward'::character varying, 'special_zone'::character varying, 'outside'::character varying])::text[]))),
    CONSTRAINT units_unit_not_its_own_parent CHECK ((NOT ((id = parent_id) AND (parent_id IS NOT NULL)))),
    CONSTRAINT units_unit_starts_before_it_ends CHECK (((valid_until IS NULL) OR (valid_from < valid_until)))
);
ALTER TABLE public.units_unit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.units_unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.units_wording (
    id bigint NOT NULL,
    text character varying(500) NOT NULL,
    spelling character varying(500) NOT NULL,
    search_key text NOT NULL,
    person_id bigint NOT NULL,
    person character varying(250) NOT NULL,
    unit character varying(250) NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.units_wording ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.units_wording_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.units_wording_units (
    id bigint NOT NULL,
    wording_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.units_wording_units ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.units_wording_units_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
INSERT INTO public.accounts_membership VALUES (1, 'administrator', '2026-01-01', NULL, 1, 1);
INSERT INTO public.accounts_membership VALUES (2, 'unit_clerk', '2026-01-01', NULL, 2, 3);
INSERT INTO public.accounts_membership VALUES (3, 'leader', '2026-01-01', '2026-02-01', 2, 1);
INSERT INTO public.accounts_person VALUES (1, 'pbkdf2_sha256$1000000$zEWG4s4xukuqPdN2McRJi4$5S52VKFbrD3Xh7I4dfln4JX0/iYBRr33ebjlPQl1M7g=', NULL, 'quan-tri', 'Chuyên viên Phú Thọ', '6dsxaj01ueaj01nds01rdk000045', 'chuyen vien phu tho quan tri', true, false);
INSERT INTO public.accounts_person VALUES (2, 'pbkdf2_sha256$1000000$z4lZOcKIMfMRZmRUUJeG5j$2sNl3ZqPJ+NOzwHtyTNJoQNizjkMQQsmkyKTDHiRdnE=', NULL, 'can-bo', 'Chuyên viên Sở Tài chính', '6dsxaj01ueaj01qm01r2e016dejd0000214', 'chuyen vien so tai chinh can bo', true, false);
INSERT INTO public.audit_entry VALUES (1, '2026-11-29 03:33:04.549008+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'units.added', 'Phú Thọ', '1', '{"code": "", "kind": "province", "name": "Phú Thọ", "parent": "", "aliases": [], "valid_from": "1997-01-01", "valid_until": ""}', 'phu tho chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (2, '2026-11-29 03:33:04.580503+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.created', 'Kỳ đánh giá năm 2025', '1', '{"year": 2025, "province": "Phú Thọ"}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (3, '2026-11-29 03:33:04.598772+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'units.added', 'Sở Nội vụ', '2', '{"code": "", "kind": "department", "name": "Sở Nội vụ", "parent": "Phú Thọ", "aliases": [], "valid_from": "2020-01-01", "valid_until": ""}', 'so noi vu chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (4, '2026-11-29 03:33:04.618464+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'units.added', 'Sở Tài chính', '3', '{"code": "", "kind": "department", "name": "Sở Tài chính", "parent": "Phú Thọ", "aliases": [], "valid_from": "2020-01-01", "valid_until": ""}', 'so tai chinh chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (5, '2026-11-29 03:33:04.639881+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.phases_changed', 'Kỳ đánh giá năm 2025', '1', '{"after": {"self_scoring": {"ends": "2026-01-10", "name": "Tự chấm điểm", "starts": "2025-12-01"}}, "before": {}}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (6, '2026-11-29 03:33:04.677702+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'documents.stored', 'bo-tieu-chi.toml', '1', '{"size": 1036, "sha256": "ecc52eaaf94ef0a2418ddef3600571d77fcd1e7dfabdf509ab5313a622d5364b"}', 'bo tieu chi.toml chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (7, '2026-11-29 03:33:04.683782+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'criteria.uploaded', 'Bộ tiêu chí chấm thử (1)', '1', '{"set": "scored", "file": "bo-tieu-chi.toml", "total": "10", "leaves": 4, "sha256": "25c915b28251ce8b4526d1a6f3d39c3a1518caf8af5dbce6f3fe7a749bb1f48b", "version": "1"}', 'bo tieu chi cham thu (1) chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (8, '2026-11-29 03:33:04.708208+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'criteria.published', 'Bộ tiêu chí chấm thử (1)', '1', '{"set": "scored", "basis": "", "sha256": "25c915b28251ce8b4526d1a6f3d39c3a1518caf8af5dbce6f3fe7a749bb1f48b", "version": "1"}', 'bo tieu chi cham thu (1) chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (9, '2026-11-29 03:33:04.724991+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.set_attached', 'Kỳ đánh giá năm 2025', '1', '{"group": "Các sở", "kinds": ["department"], "version": "Bộ tiêu chí chấm thử (1)"}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (10, '2026-11-29 03:33:04.75879+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.participants_added', 'Kỳ đánh giá năm 2025', '1', '{"set": "Bộ tiêu chí chấm thử (1)", "count": 2, "units": ["Sở Nội vụ", "Sở Tài chính"]}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (11, '2026-11-29 03:33:04.779775+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.opened', 'Kỳ đánh giá năm 2025', '1', '{}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (12, '2026-11-29 03:33:05.640097+00', 0, 'Hệ thống', 1, 'Phú Thọ', 'administrator', 'accounts.person_added', 'Chuyên viên Phú Thọ', '1', '{"role": "administrator", "unit": "Phú Thọ", "unit_id": 1, "username": "quan-tri"}', 'chuyen vien phu tho he thong phu tho');
INSERT INTO public.audit_entry VALUES (13, '2026-11-29 03:33:06.364454+00', 1, 'Chuyên viên Phú Thọ', 1, 'Phú Thọ', 'administrator', 'accounts.password_changed', 'Chuyên viên Phú Thọ', '1', '{}', 'chuyen vien phu tho chuyen vien phu tho phu tho');
INSERT INTO public.audit_entry VALUES (14, '2026-11-29 03:33:07.14837+00', 0, 'Hệ thống', 3, 'Sở Tài chính', 'administrator', 'accounts.person_added', 'Chuyên viên Sở Tài chính', '2', '{"role": "unit_clerk", "unit": "Sở Tài chính", "unit_id": 3, "username": "can-bo"}', 'chuyen vien so tai chinh he thong so tai chinh');
INSERT INTO public.audit_entry VALUES (15, '2026-11-29 03:33:07.902027+00', 2, 'Chuyên viên Sở Tài chính', 3, 'Sở Tài chính', 'unit_clerk', 'accounts.password_changed', 'Chuyên viên Sở Tài chính', '2', '{}', 'chuyen vien so tai chinh chuyen vien so tai chinh so tai chinh');
INSERT INTO public.audit_entry VALUES (16, '2026-11-29 03:33:07.935963+00', 1, 'Chuyên viên Phú Thọ', 1, 'Phú Thọ', 'administrator', 'accounts.membership_given', 'Chuyên viên Sở Tài chính', '2', '{"day": "2026-01-01", "role": "leader", "unit": "Phú Thọ", "unit_id": 1}', 'chuyen vien so tai chinh chuyen vien phu tho phu tho');
INSERT INTO public.audit_entry VALUES (17, '2026-11-29 03:33:07.969187+00', 1, 'Chuyên viên Phú Thọ', 1, 'Phú Thọ', 'administrator', 'accounts.membership_ended', 'Chuyên viên Sở Tài chính', '2', '{"day": "2026-02-01", "role": "leader", "unit": "Phú Thọ", "unit_id": 1}', 'chuyen vien so tai chinh chuyen vien phu tho phu tho');
INSERT INTO public.audit_entry VALUES (18, '2026-11-29 03:33:08.05608+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'documents.stored', 'diem.csv', '2', '{"size": 110, "sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9"}', 'diem.csv chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (19, '2026-11-29 03:33:08.140794+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'results.import_applied', 'Kỳ đánh giá năm 2025', '1', '{"file": "diem.csv", "count": 8, "import": 1, "sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9", "difference": "ffb5b4512548b0c1cfa36fc05b4baa467149601a57b182ae261e28a3776c1540"}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (20, '2026-11-29 03:33:08.308893+00', 1, 'Chuyên viên Phú Thọ', 1, 'Phú Thọ', 'administrator', 'results.score_corrected', 'Sở Nội vụ', '1', '{"new": "1.5", "old": "2", "leaf": "1.2", "reason": "Theo biên bản thẩm định", "version": 2}', 'so noi vu chuyen vien phu tho phu tho');
INSERT INTO public.audit_entry VALUES (21, '2026-11-29 03:33:08.417215+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.applicability_changed', 'Kỳ đánh giá năm 2025', '1', '{"on": {}, "off": {"Sở Tài chính": ["1.1"]}, "count": 1, "reason": "Không có nhiệm vụ"}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (22, '2026-11-29 03:33:08.465204+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.closed', 'Kỳ đánh giá năm 2025', '1', '{}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (23, '2026-11-29 03:33:08.502559+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.created', 'Kỳ đánh giá năm 2026', '2', '{"year": 2026, "province": "Phú Thọ", "copied_from": "Kỳ đánh giá năm 2025", "participants": 2}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (24, '2026-11-29 03:33:08.516654+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.opened', 'Kỳ đánh giá năm 2026', '2', '{}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (25, '2026-11-29 03:33:08.584+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'documents.stored', 'diem.csv', '3', '{"size": 110, "sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9"}', 'diem.csv chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (26, '2026-11-29 03:33:08.627241+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'results.import_applied', 'Kỳ đánh giá năm 2026', '2', '{"file": "diem.csv", "count": 8, "import": 2, "sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9", "difference": "ab3d65d602f8f733d8b80b84dcc9955fc703ad6fdfdb5765e293c336159efa45"}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (27, '2026-11-29 03:33:08.681096+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'results.import_undone', 'Kỳ đánh giá năm 2026', '2', '{"file": "diem.csv", "count": 8, "import": 2, "sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9", "difference": "ab3d65d602f8f733d8b80b84dcc9955fc703ad6fdfdb5765e293c336159efa45"}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (28, '2026-11-29 03:33:08.739812+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'documents.stored', 'diem-2.csv', '4', '{"size": 110, "sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9"}', 'diem 2.csv chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (29, '2026-11-29 03:33:08.780278+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'results.import_applied', 'Kỳ đánh giá năm 2026', '2', '{"file": "diem-2.csv", "count": 8, "import": 3, "sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9", "difference": "abd213d4a2bd659766e36e1d7ab60a79dc393c242084c66d8fe592f775f028b9"}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (30, '2026-11-29 03:33:08.858244+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'documents.stored', 'diem-3.csv', '5', '{"size": 108, "sha256": "7e6284329905b10739034357922cc41b485870f8a4d9580475b241b6efc120c8"}', 'diem 3.csv chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (31, '2026-11-29 03:33:08.892584+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.applicability_changed', 'Kỳ đánh giá năm 2026', '2', '{"on": {}, "off": {"Sở Nội vụ": ["2.2"]}, "count": 1, "reason": "Không điều tra"}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (32, '2026-11-29 03:33:08.937788+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.created', 'Kế hoạch cải cách hành chính', '1', '{"unit": "Phú Thọ", "year": 2026}', 'ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (33, '2026-11-29 03:33:08.981018+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.section_added', 'Kế hoạch cải cách hành chính', '1', '{"section": "Thể chế"}', 'ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (34, '2026-11-29 03:33:09.14075+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.measure_added', 'Kế hoạch cải cách hành chính', '1', '{"texts": {"lead": "Sở Nội vụ", "task": "Ban hành kế hoạch", "extra": "", "number": "", "output": "", "activity": "", "deadline": "Quý I", "objective": "", "cooperating": "", "shortcomings": ""}, "number": "", "measure": 1}', 'ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (35, '2026-11-29 03:33:09.188432+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.plan_made', 'Kế hoạch cải cách hành chính', '1', '{"version": 3, "document": ""}', 'ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (36, '2026-11-29 03:33:09.209565+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'documents.stored', 'bo-tieu-chi.toml', '6', '{"size": 498, "sha256": "8378f4f4f12d65a7af1762ed4fa198c1b2a9a4456572facf19620f1b433d7cc8"}', 'bo tieu chi.toml chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (37, '2026-11-29 03:33:09.218211+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'criteria.uploaded', 'Bộ tiêu chí mẫu (1)', '2', '{"set": "nhap", "file": "bo-tieu-chi.toml", "total": "5", "leaves": 3, "sha256": "74088f85fd3a63e5de087b9efa7c9cc87ac4c5cf2a5fe2913ca4131600c01652", "version": "1"}', 'bo tieu chi mau (1) chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (38, '2026-11-29 03:33:09.244399+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'units.added', 'Phòng Cải cách hành chính', '4', '{"code": "", "kind": "division", "name": "Phòng Cải cách hành chính", "parent": "Sở Nội vụ", "aliases": [], "valid_from": "2020-01-01", "valid_until": ""}', 'phong cai cach hanh chinh chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_entry VALUES (39, '2026-11-29 03:33:09.301423+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'units.split', 'Sở Nội vụ', '2', '{"on": "2026-06-01", "new": "Sở Nội vụ mới, Sở Dân tộc", "old": "Sở Nội vụ", "new_ids": [5, 6], "old_ids": [2]}', 'so noi vu chuyen vien so noi vu so noi vu');
INSERT INTO public.audit_seal VALUES (1, 1, '240aac901b4b32858b8bc66d4ef5e643da167ecea2e40e26ce88f1bb5d4962c9', '2026-11-29 03:33:09.31676+00');
INSERT INTO public.audit_seal VALUES (2, 2, 'd91641f2a36bd50d4f8110e4cbb3770b0728ab2028ebf6ea9dcdfff642860fd5', '2026-11-29 03:33:09.316777+00');
INSERT INTO public.audit_seal VALUES (3, 3, '3867cce928f1e9d1ad04dd8d20e292183017f572563c8365f3e9b45a1dcf3463', '2026-11-29 03:33:09.316782+00');
INSERT INTO public.audit_seal VALUES (4, 4, 'bd2f10ea82a08a43dab3df19e48f53ad1c113e736b55e47300aeecd39c851773', '2026-11-29 03:33:09.316789+00');
INSERT INTO public.audit_seal VALUES (5, 5, 'fb3e19ca0fd5996bdf454cf595f5cf2a27ea5826142cd799cb5c1c70a54f8aca', '2026-11-29 03:33:09.316793+00');
INSERT INTO public.audit_seal VALUES (6, 6, '372fe6d0a2f0b8f67b4f16e30790bd3d8764e634feea30b9646f45e33b1bc7d6', '2026-11-29 03:33:09.316799+00');
INSERT INTO public.audit_seal VALUES (7, 7, '54cd416ed1a8d36097e2c4e06fb325553ce4faec82921560a441fc6dedd3c3b9', '2026-11-29 03:33:09.316804+00');
INSERT INTO public.audit_seal VALUES (8, 8, 'c1d4dd28289cf13c92e0a5286a64c7793cafbdda0de82ba884596214211de496', '2026-11-29 03:33:09.316808+00');
INSERT INTO public.audit_seal VALUES (9, 9, '2ff43d6235ddd71f62ecbcf0fef3cedea68795c99ed4fc905861f8a7c89dd262', '2026-11-29 03:33:09.316813+00');
INSERT INTO public.audit_seal VALUES (10, 10, 'c23c5ef3183869c85856880b8b1171a8f66faba73055da951ee676e5b48f4a0b', '2026-11-29 03:33:09.316818+00');
INSERT INTO public.audit_seal VALUES (11, 11, '0bb6fd7b39b396cef0ec6ba7f772db7b7e0b0fe593a54903894b494bcaa3ece8', '2026-11-29 03:33:09.316823+00');
INSERT INTO public.audit_seal VALUES (12, 12, 'ccee09d6877226b5f324bf4e6652aa7f88833bfd4ff815370136c46732cda47f', '2026-11-29 03:33:09.316827+00');
INSERT INTO public.audit_seal VALUES (13, 13, 'ed7469ac77c6cd039bfd6b32ce42929f6e8b0c6b0a2384cbec9f137c2f1b16de', '2026-11-29 03:33:09.316832+00');
INSERT INTO public.audit_seal VALUES (14, 14, '4fa28f1c7e30b299e856ab7de8dc6878941a85ebe4a6276c4263da5388110ef9', '2026-11-29 03:33:09.316836+00');
INSERT INTO public.audit_seal VALUES (15, 15, 'febd7dd3dca1e4d372c592c21405ae0a7cdd963fa2324def8e2cf4e57a26a081', '2026-11-29 03:33:09.316841+00');
INSERT INTO public.audit_seal VALUES (16, 16, '004adaac3878776afc1913accde3163a3ca44b771ce024ab27ab8727be9385ad', '2026-11-29 03:33:09.316846+00');
INSERT INTO public.audit_seal VALUES (17, 17, '1380230c88a569c6442b31b3ae9f98680823d59ab729e236d0f31a368ed7347f', '2026-11-29 03:33:09.316851+00');
INSERT INTO public.audit_seal VALUES (18, 18, '67cd11526cf3cc2409680078d2050a49b03ba6c5e6de246699ddafa701ef504d', '2026-11-29 03:33:09.316855+00');
INSERT INTO public.audit_seal VALUES (19, 19, 'f002231e8e31ba63a608ade7be11991cb7620acf20ab232a0f03b24933650865', '2026-11-29 03:33:09.31686+00');
INSERT INTO public.audit_seal VALUES (20, 20, 'a51ffc1934aa16190266384d4c61fb21479b3ca97243d863824a3798df0f4c42', '2026-11-29 03:33:09.316864+00');
INSERT INTO public.audit_seal VALUES (21, 21, 'c52f57f50cd03b2c408511fd3c714c6a8b0b7957fc9faff917a8fb86839415c7', '2026-11-29 03:33:09.316869+00');
INSERT INTO public.audit_seal VALUES (22, 22, '5011fd9c66748131f63f1dba667f6bdae49c2ecd9a1f6ecb8d0889483bd7db37', '2026-11-29 03:33:09.316873+00');
INSERT INTO public.audit_seal VALUES (23, 23, '82720fc3d10cd5dd7da94aa7c53171e95d2945724e17f9190d9b26cefb2e9766', '2026-11-29 03:33:09.316878+00');
INSERT INTO public.audit_seal VALUES (24, 24, 'dd59ba5fd694b45a6aa0e3efd03fb559b569a076301eabf7c001c73f0a019c2b', '2026-11-29 03:33:09.316882+00');
INSERT INTO public.audit_seal VALUES (25, 25, '0e4752bc5476abb9c47387730a230c85bb822d98276e4abe692414b31fe24a24', '2026-11-29 03:33:09.316886+00');
INSERT INTO public.audit_seal VALUES (26, 26, '055ec76aeaca4d39683a33b4b6a5c68837a5b895d16bbf64370578d815c6eef4', '2026-11-29 03:33:09.316891+00');
INSERT INTO public.audit_seal VALUES (27, 27, 'a7de11299881ae1654998ac10643debabd96c1dae299f2b0ec80c099084131a3', '2026-11-29 03:33:09.316895+00');
INSERT INTO public.audit_seal VALUES (28, 28, '1834f11ce395ea7d8d2942158cc30d249f97a344357ceadb0b88e61da6118263', '2026-11-29 03:33:09.3169+00');
INSERT INTO public.audit_seal VALUES (29, 29, 'acf13be25006d118bdb886de0edc8ed30832f69f7bf54347f10bbdcc13b2babf', '2026-11-29 03:33:09.316907+00');
INSERT INTO public.audit_seal VALUES (30, 30, '7eeb145a3a183dd887c658b65a45ff6ba6887697da984d2903643ea89166d732', '2026-11-29 03:33:09.316911+00');
INSERT INTO public.audit_seal VALUES (31, 31, '0d6ee8e24852b54c0d298a34fa781c425ff6c955855ece76d22c8547ed073444', '2026-11-29 03:33:09.316916+00');
INSERT INTO public.audit_seal VALUES (32, 32, '392e3f0e9ffe986f29bd01e437eb20c0374fe94ab2069bd971fd415644be4787', '2026-11-29 03:33:09.31692+00');
INSERT INTO public.audit_seal VALUES (33, 33, 'd9efeb7ef893381b7017881a63cab6ef3f57fb613f7cf67a1b1812fc843755a4', '2026-11-29 03:33:09.316925+00');
INSERT INTO public.audit_seal VALUES (34, 34, 'e49086a3e0295915cb66922fafdc4522a3a48428b04cec84582d4185dedba50a', '2026-11-29 03:33:09.316929+00');
INSERT INTO public.audit_seal VALUES (35, 35, '511256b8d8c008c1ceba19b83972a27ead2901066e43699bbbb056c32f22673d', '2026-11-29 03:33:09.316934+00');
INSERT INTO public.audit_seal VALUES (36, 36, 'dfede20e1e7ffa72ce3c916a869084132c21a555319f9e51f44ebbda5072af3c', '2026-11-29 03:33:09.316938+00');
INSERT INTO public.audit_seal VALUES (37, 37, '065b4e693979bc5824c89ca11dfd09aa302b00afaa0fdf8392510fa6fd2d87a0', '2026-11-29 03:33:09.316943+00');
INSERT INTO public.audit_seal VALUES (38, 38, '87458298fcf25a507cf2f06fb26b20e5a734eef2c015ebf0dfcc1f10f91ff7b5', '2026-11-29 03:33:09.316947+00');
INSERT INTO public.audit_seal VALUES (39, 39, '32a073386cddfb442e9539d8588dc70d2ca4455ad538041765c945f457fdd6c8', '2026-11-29 03:33:09.316952+00');
INSERT INTO public.auth_permission VALUES (1, 'Can add index run', 1, 'add_indexrun');
INSERT INTO public.auth_permission VALUES (2, 'Can change index run', 1, 'change_indexrun');
INSERT INTO public.auth_permission VALUES (3, 'Can delete index run', 1, 'delete_indexrun');
INSERT INTO public.auth_permission VALUES (4, 'Can view index run', 1, 'view_indexrun');
INSERT INTO public.auth_permission VALUES (5, 'Can add score import', 2, 'add_scoreimport');
INSERT INTO public.auth_permission VALUES (6, 'Can change score import', 2, 'change_scoreimport');
INSERT INTO public.auth_permission VALUES (7, 'Can delete score import', 2, 'delete_scoreimport');
INSERT INTO public.auth_permission VALUES (8, 'Can view score import', 2, 'view_scoreimport');
INSERT INTO public.auth_permission VALUES (9, 'Can add score', 3, 'add_score');
INSERT INTO public.auth_permission VALUES (10, 'Can change score', 3, 'change_score');
INSERT INTO public.auth_permission VALUES (11, 'Can delete score', 3, 'delete_score');
INSERT INTO public.auth_permission VALUES (12, 'Can view score', 3, 'view_score');
INSERT INTO public.auth_permission VALUES (13, 'Can add unit index', 4, 'add_unitindex');
INSERT INTO public.auth_permission VALUES (14, 'Can change unit index', 4, 'change_unitindex');
INSERT INTO public.auth_permission VALUES (15, 'Can delete unit index', 4, 'delete_unitindex');
INSERT INTO public.auth_permission VALUES (16, 'Can view unit index', 4, 'view_unitindex');
INSERT INTO public.auth_permission VALUES (17, 'Can add domain index', 5, 'add_domainindex');
INSERT INTO public.auth_permission VALUES (18, 'Can change domain index', 5, 'change_domainindex');
INSERT INTO public.auth_permission VALUES (19, 'Can delete domain index', 5, 'delete_domainindex');
INSERT INTO public.auth_permission VALUES (20, 'Can view domain index', 5, 'view_domainindex');
INSERT INTO public.auth_permission VALUES (21, 'Can add plan', 6, 'add_plan');
INSERT INTO public.auth_permission VALUES (22, 'Can change plan', 6, 'change_plan');
INSERT INTO public.auth_permission VALUES (23, 'Can delete plan', 6, 'delete_plan');
INSERT INTO public.auth_permission VALUES (24, 'Can view plan', 6, 'view_plan');
INSERT INTO public.auth_permission VALUES (25, 'Can add agency', 7, 'add_agency');
INSERT INTO public.auth_permission VALUES (26, 'Can change agency', 7, 'change_agency');
INSERT INTO public.auth_permission VALUES (27, 'Can delete agency', 7, 'delete_agency');
INSERT INTO public.auth_permission VALUES (28, 'Can view agency', 7, 'view_agency');
INSERT INTO public.auth_permission VALUES (29, 'Can add acceptance', 8, 'add_acceptance');
INSERT INTO public.auth_permission VALUES (30, 'Can change acceptance', 8, 'change_acceptance');
INSERT INTO public.auth_permission VALUES (31, 'Can delete acceptance', 8, 'delete_acceptance');
INSERT INTO public.auth_permission VALUES (32, 'Can view acceptance', 8, 'view_acceptance');
INSERT INTO public.auth_permission VALUES (33, 'Can add reading', 9, 'add_reading');
INSERT INTO public.auth_permission VALUES (34, 'Can change reading', 9, 'change_reading');
INSERT INTO public.auth_permission VALUES (35, 'Can delete reading', 9, 'delete_reading');
INSERT INTO public.auth_permission VALUES (36, 'Can view reading', 9, 'view_reading');
INSERT INTO public.auth_permission VALUES (37, 'Can add section', 10, 'add_section');
INSERT INTO public.auth_permission VALUES (38, 'Can change section', 10, 'change_section');
INSERT INTO public.auth_permission VALUES (39, 'Can delete section', 10, 'delete_section');
INSERT INTO public.auth_permission VALUES (40, 'Can view section', 10, 'view_section');
INSERT INTO public.auth_permission VALUES (41, 'Can add measure', 11, 'add_measure');
INSERT INTO public.auth_permission VALUES (42, 'Can change measure', 11, 'change_measure');
INSERT INTO public.auth_permission VALUES (43, 'Can delete measure', 11, 'delete_measure');
INSERT INTO public.auth_permission VALUES (44, 'Can view measure', 11, 'view_measure');
INSERT INTO public.auth_permission VALUES (45, 'Can add sheet import', 12, 'add_sheetimport');
INSERT INTO public.auth_permission VALUES (46, 'Can change sheet import', 12, 'change_sheetimport');
INSERT INTO public.auth_permission VALUES (47, 'Can delete sheet import', 12, 'delete_sheetimport');
INSERT INTO public.auth_permission VALUES (48, 'Can view sheet import', 12, 'view_sheetimport');
INSERT INTO public.auth_permission VALUES (49, 'Can add due', 13, 'add_due');
INSERT INTO public.auth_permission VALUES (50, 'Can change due', 13, 'change_due');
INSERT INTO public.auth_permission VALUES (51, 'Can delete due', 13, 'delete_due');
INSERT INTO public.auth_permission VALUES (52, 'Can view due', 13, 'view_due');
INSERT INTO public.auth_permission VALUES (53, 'Can add part', 14, 'add_part');
INSERT INTO public.auth_permission VALUES (54, 'Can change part', 14, 'change_part');
INSERT INTO public.auth_permission VALUES (55, 'Can delete part', 14, 'delete_part');
INSERT INTO public.auth_permission VALUES (56, 'Can view part', 14, 'view_part');
INSERT INTO public.auth_permission VALUES (57, 'Can add cycle', 15, 'add_cycle');
INSERT INTO public.auth_permission VALUES (58, 'Can change cycle', 15, 'change_cycle');
INSERT INTO public.auth_permission VALUES (59, 'Can delete cycle', 15, 'delete_cycle');
INSERT INTO public.auth_permission VALUES (60, 'Can view cycle', 15, 'view_cycle');
INSERT INTO public.auth_permission VALUES (61, 'Can add cycle set', 16, 'add_cycleset');
INSERT INTO public.auth_permission VALUES (62, 'Can change cycle set', 16, 'change_cycleset');
INSERT INTO public.auth_permission VALUES (63, 'Can delete cycle set', 16, 'delete_cycleset');
INSERT INTO public.auth_permission VALUES (64, 'Can view cycle set', 16, 'view_cycleset');
INSERT INTO public.auth_permission VALUES (65, 'Can add participant', 17, 'add_participant');
INSERT INTO public.auth_permission VALUES (66, 'Can change participant', 17, 'change_participant');
INSERT INTO public.auth_permission VALUES (67, 'Can delete participant', 17, 'delete_participant');
INSERT INTO public.auth_permission VALUES (68, 'Can view participant', 17, 'view_participant');
INSERT INTO public.auth_permission VALUES (69, 'Can add not applicable', 18, 'add_notapplicable');
INSERT INTO public.auth_permission VALUES (70, 'Can change not applicable', 18, 'change_notapplicable');
INSERT INTO public.auth_permission VALUES (71, 'Can delete not applicable', 18, 'delete_notapplicable');
INSERT INTO public.auth_permission VALUES (72, 'Can view not applicable', 18, 'view_notapplicable');
INSERT INTO public.auth_permission VALUES (73, 'Can add phase', 19, 'add_phase');
INSERT INTO public.auth_permission VALUES (74, 'Can change phase', 19, 'change_phase');
INSERT INTO public.auth_permission VALUES (75, 'Can delete phase', 19, 'delete_phase');
INSERT INTO public.auth_permission VALUES (76, 'Can view phase', 19, 'view_phase');
INSERT INTO public.auth_permission VALUES (77, 'Can add holiday', 20, 'add_holiday');
INSERT INTO public.auth_permission VALUES (78, 'Can change holiday', 20, 'change_holiday');
INSERT INTO public.auth_permission VALUES (79, 'Can delete holiday', 20, 'delete_holiday');
INSERT INTO public.auth_permission VALUES (80, 'Can view holiday', 20, 'view_holiday');
INSERT INTO public.auth_permission VALUES (81, 'Can add criteria version', 21, 'add_criteriaversion');
INSERT INTO public.auth_permission VALUES (82, 'Can change criteria version', 21, 'change_criteriaversion');
INSERT INTO public.auth_permission VALUES (83, 'Can delete criteria version', 21, 'delete_criteriaversion');
INSERT INTO public.auth_permission VALUES (84, 'Can view criteria version', 21, 'view_criteriaversion');
INSERT INTO public.auth_permission VALUES (85, 'Can add person', 22, 'add_person');
INSERT INTO public.auth_permission VALUES (86, 'Can change person', 22, 'change_person');
INSERT INTO public.auth_permission VALUES (87, 'Can delete person', 22, 'delete_person');
INSERT INTO public.auth_permission VALUES (88, 'Can view person', 22, 'view_person');
INSERT INTO public.auth_permission VALUES (89, 'Can add membership', 23, 'add_membership');
INSERT INTO public.auth_permission VALUES (90, 'Can change membership', 23, 'change_membership');
INSERT INTO public.auth_permission VALUES (91, 'Can delete membership', 23, 'delete_membership');
INSERT INTO public.auth_permission VALUES (92, 'Can view membership', 23, 'view_membership');
INSERT INTO public.auth_permission VALUES (93, 'Can add stored file', 24, 'add_storedfile');
INSERT INTO public.auth_permission VALUES (94, 'Can change stored file', 24, 'change_storedfile');
INSERT INTO public.auth_permission VALUES (95, 'Can delete stored file', 24, 'delete_storedfile');
INSERT INTO public.auth_permission VALUES (96, 'Can view stored file', 24, 'view_storedfile');
INSERT INTO public.auth_permission VALUES (97, 'Can add official document', 25, 'add_officialdocument');
INSERT INTO public.auth_permission VALUES (98, 'Can change official document', 25, 'change_officialdocument');
INSERT INTO public.auth_permission VALUES (99, 'Can delete official document', 25, 'delete_officialdocument');
INSERT INTO public.auth_permission VALUES (100, 'Can view official document', 25, 'view_officialdocument');
INSERT INTO public.auth_permission VALUES (101, 'Can add unit', 26, 'add_unit');
INSERT INTO public.auth_permission VALUES (102, 'Can change unit', 26, 'change_unit');
INSERT INTO public.auth_permission VALUES (103, 'Can delete unit', 26, 'delete_unit');
INSERT INTO public.auth_permission VALUES (104, 'Can view unit', 26, 'view_unit');
INSERT INTO public.auth_permission VALUES (105, 'Can add lineage', 27, 'add_lineage');
INSERT INTO public.auth_permission VALUES (106, 'Can change lineage', 27, 'change_lineage');
INSERT INTO public.auth_permission VALUES (107, 'Can delete lineage', 27, 'delete_lineage');
INSERT INTO public.auth_permission VALUES (108, 'Can view lineage', 27, 'view_lineage');
INSERT INTO public.auth_permission VALUES (109, 'Can add alias', 28, 'add_alias');
INSERT INTO public.auth_permission VALUES (110, 'Can change alias', 28, 'change_alias');
INSERT INTO public.auth_permission VALUES (111, 'Can delete alias', 28, 'delete_alias');
INSERT INTO public.auth_permission VALUES (112, 'Can view alias', 28, 'view_alias');
INSERT INTO public.auth_permission VALUES (113, 'Can add agency group', 29, 'add_agencygroup');
INSERT INTO public.auth_permission VALUES (114, 'Can change agency group', 29, 'change_agencygroup');
INSERT INTO public.auth_permission VALUES (115, 'Can delete agency group', 29, 'delete_agencygroup');
INSERT INTO public.auth_permission VALUES (116, 'Can view agency group', 29, 'view_agencygroup');
INSERT INTO public.auth_permission VALUES (117, 'Can add wording', 30, 'add_wording');
INSERT INTO public.auth_permission VALUES (118, 'Can change wording', 30, 'change_wording');
INSERT INTO public.auth_permission VALUES (119, 'Can delete wording', 30, 'delete_wording');
INSERT INTO public.auth_permission VALUES (120, 'Can view wording', 30, 'view_wording');
INSERT INTO public.auth_permission VALUES (121, 'Can add seal', 31, 'add_seal');
INSERT INTO public.auth_permission VALUES (122, 'Can change seal', 31, 'change_seal');
INSERT INTO public.auth_permission VALUES (123, 'Can delete seal', 31, 'delete_seal');
INSERT INTO public.auth_permission VALUES (124, 'Can view seal', 31, 'view_seal');
INSERT INTO public.auth_permission VALUES (125, 'Can add entry', 32, 'add_entry');
INSERT INTO public.auth_permission VALUES (126, 'Can change entry', 32, 'change_entry');
INSERT INTO public.auth_permission VALUES (127, 'Can delete entry', 32, 'delete_entry');
INSERT INTO public.auth_permission VALUES (128, 'Can view entry', 32, 'view_entry');
INSERT INTO public.auth_permission VALUES (129, 'Can add permission', 33, 'add_permission');
INSERT INTO public.auth_permission VALUES (130, 'Can change permission', 33, 'change_permission');
INSERT INTO public.auth_permission VALUES (131, 'Can delete permission', 33, 'delete_permission');
INSERT INTO public.auth_permission VALUES (132, 'Can view permission', 33, 'view_permission');
INSERT INTO public.auth_permission VALUES (133, 'Can add group', 34, 'add_group');
INSERT INTO public.auth_permission VALUES (134, 'Can change group', 34, 'change_group');
INSERT INTO public.auth_permission VALUES (135, 'Can delete group', 34, 'delete_group');
INSERT INTO public.auth_permission VALUES (136, 'Can view group', 34, 'view_group');
INSERT INTO public.auth_permission VALUES (137, 'Can add content type', 35, 'add_contenttype');
INSERT INTO public.auth_permission VALUES (138, 'Can change content type', 35, 'change_contenttype');
INSERT INTO public.auth_permission VALUES (139, 'Can delete content type', 35, 'delete_contenttype');
INSERT INTO public.auth_permission VALUES (140, 'Can view content type', 35, 'view_contenttype');
INSERT INTO public.auth_permission VALUES (141, 'Can add session', 36, 'add_session');
INSERT INTO public.auth_permission VALUES (142, 'Can change session', 36, 'change_session');
INSERT INTO public.auth_permission VALUES (143, 'Can delete session', 36, 'delete_session');
INSERT INTO public.auth_permission VALUES (144, 'Can view session', 36, 'view_session');
INSERT INTO public.auth_permission VALUES (145, 'Can add Task Result', 37, 'add_dbtaskresult');
INSERT INTO public.auth_permission VALUES (146, 'Can change Task Result', 37, 'change_dbtaskresult');
INSERT INTO public.auth_permission VALUES (147, 'Can delete Task Result', 37, 'delete_dbtaskresult');
INSERT INTO public.auth_permission VALUES (148, 'Can view Task Result', 37, 'view_dbtaskresult');
INSERT INTO public.auth_permission VALUES (149, 'Can add email address', 38, 'add_emailaddress');
INSERT INTO public.auth_permission VALUES (150, 'Can change email address', 38, 'change_emailaddress');
INSERT INTO public.auth_permission VALUES (151, 'Can delete email address', 38, 'delete_emailaddress');
INSERT INTO public.auth_permission VALUES (152, 'Can view email address', 38, 'view_emailaddress');
INSERT INTO public.auth_permission VALUES (153, 'Can add email confirmation', 39, 'add_emailconfirmation');
INSERT INTO public.auth_permission VALUES (154, 'Can change email confirmation', 39, 'change_emailconfirmation');
INSERT INTO public.auth_permission VALUES (155, 'Can delete email confirmation', 39, 'delete_emailconfirmation');
INSERT INTO public.auth_permission VALUES (156, 'Can view email confirmation', 39, 'view_emailconfirmation');
INSERT INTO public.criteria_criteriaversion VALUES (1, 'scored', '1', 'Bộ tiêu chí chấm thử', 'department', 'published', '[set]
id = "scored"
title = "Bộ tiêu chí chấm thử"
version = "1"
unit_kind = "department"
total = "10"
places = "2"
rounding = "half_up"
ties = "competition"
survey_optional = "yes"
bonus_above_total = "yes"
grade_by = "printed"
[[grade]]
name = "Tốt"
band = ">= 80"
[[grade]]
name = "Khá"
band = "< 80"
[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "5"
part = "appraised"
[[node]]
number = "1.1"
parent = "1"
name = "Mức độ hoàn thành kế hoạch"
maximum = "3"
inputs = [
  "done: count | Số nhiệm vụ hoàn thành",
  "total: count, from 1 | Số nhiệm vụ trong kế hoạch",
]
rule = "ratio done / total"
loss = "ratio"
[[node]]
number = "1.2"
parent = "1"
name = "Báo cáo định kỳ"
maximum = "2"
[[node]]
number = "2"
name = "Hiện đại hóa hành chính"
maximum = "5"
part = "appraised"
[[node]]
number = "2.1"
parent = "2"
name = "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất"
maximum = "2"
inputs = [
  "rate: percent | Tỷ lệ hồ sơ trực tuyến",
]
rule = "relative rate to best"
[[node]]
number = "2.2"
parent = "2"
name = "Mức độ hài lòng"
maximum = "3"
part = "survey"
', '25c915b28251ce8b4526d1a6f3d39c3a1518caf8af5dbce6f3fe7a749bb1f48b', '2026-11-29 03:33:04.664528+00', '2026-11-29 03:33:04.699826+00', '{"unit": "Sở Nội vụ", "person": "Chuyên viên Sở Nội vụ", "person_id": 1}', '', NULL, NULL, 4, 1, '10');
INSERT INTO public.criteria_criteriaversion VALUES (2, 'nhap', '1', 'Bộ tiêu chí mẫu', 'department', 'draft', '[set]
id = "nhap"
title = "Bộ tiêu chí mẫu"
version = "1"
unit_kind = "department"
total = "5"
places = "2"
rounding = "half_up"
ties = "competition"
survey_optional = "no"
bonus_above_total = "yes"
grade_by = "printed"
[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "3"
part = "appraised"
[[node]]
number = "1.1"
parent = "1"
name = "Kế hoạch cải cách hành chính"
maximum = "1"
[[node]]
number = "1.2"
parent = "1"
name = "Báo cáo định kỳ"
maximum = "2"
[[node]]
number = "2"
name = "Thể chế"
maximum = "2"
part = "appraised"
[[node]]
number = "2.1"
parent = "2"
name = "Rà soát văn bản"
maximum = "2"
', '74088f85fd3a63e5de087b9efa7c9cc87ac4c5cf2a5fe2913ca4131600c01652', '2026-11-29 03:33:09.201853+00', NULL, NULL, '', NULL, NULL, 3, 6, '5');
INSERT INTO public.cycles_cycle VALUES (1, 2025, 'Kỳ đánh giá năm 2025', 'closed', 1);
INSERT INTO public.cycles_cycle VALUES (2, 2026, 'Kỳ đánh giá năm 2026', 'open', 1);
INSERT INTO public.cycles_cycleset VALUES (1, '["department"]', 'Các sở', 1, 1);
INSERT INTO public.cycles_cycleset VALUES (2, '["department"]', 'Các sở', 2, 1);
INSERT INTO public.cycles_notapplicable VALUES (1, '1.1', 'Không có nhiệm vụ', 2);
INSERT INTO public.cycles_notapplicable VALUES (2, '2.2', 'Không điều tra', 3);
INSERT INTO public.cycles_participant VALUES (1, 'Các sở', 'Sở Nội vụ', '', 1, 1, 1, 2);
INSERT INTO public.cycles_participant VALUES (2, 'Các sở', 'Sở Tài chính', '', 2, 1, 1, 3);
INSERT INTO public.cycles_participant VALUES (3, 'Các sở', 'Sở Nội vụ', '', 1, 2, 2, 2);
INSERT INTO public.cycles_participant VALUES (4, 'Các sở', 'Sở Tài chính', '', 2, 2, 2, 3);
INSERT INTO public.cycles_phase VALUES (1, 'self_scoring', 3, 'Tự chấm điểm', '2025-12-01', '2026-01-10', 1);
INSERT INTO public.cycles_phase VALUES (2, 'self_scoring', 3, 'Tự chấm điểm', '2026-12-01', '2027-01-10', 2);
INSERT INTO public.django_content_type VALUES (1, 'results', 'indexrun');
INSERT INTO public.django_content_type VALUES (2, 'results', 'scoreimport');
INSERT INTO public.django_content_type VALUES (3, 'results', 'score');
INSERT INTO public.django_content_type VALUES (4, 'results', 'unitindex');
INSERT INTO public.django_content_type VALUES (5, 'results', 'domainindex');
INSERT INTO public.django_content_type VALUES (6, 'plans', 'plan');
INSERT INTO public.django_content_type VALUES (7, 'plans', 'agency');
INSERT INTO public.django_content_type VALUES (8, 'plans', 'acceptance');
INSERT INTO public.django_content_type VALUES (9, 'plans', 'reading');
INSERT INTO public.django_content_type VALUES (10, 'plans', 'section');
INSERT INTO public.django_content_type VALUES (11, 'plans', 'measure');
INSERT INTO public.django_content_type VALUES (12, 'plans', 'sheetimport');
INSERT INTO public.django_content_type VALUES (13, 'plans', 'due');
INSERT INTO public.django_content_type VALUES (14, 'plans', 'part');
INSERT INTO public.django_content_type VALUES (15, 'cycles', 'cycle');
INSERT INTO public.django_content_type VALUES (16, 'cycles', 'cycleset');
INSERT INTO public.django_content_type VALUES (17, 'cycles', 'participant');
INSERT INTO public.django_content_type VALUES (18, 'cycles', 'notapplicable');
INSERT INTO public.django_content_type VALUES (19, 'cycles', 'phase');
INSERT INTO public.django_content_type VALUES (20, 'cycles', 'holiday');
INSERT INTO public.django_content_type VALUES (21, 'criteria', 'criteriaversion');
INSERT INTO public.django_content_type VALUES (22, 'accounts', 'person');
INSERT INTO public.django_content_type VALUES (23, 'accounts', 'membership');
INSERT INTO public.django_content_type VALUES (24, 'documents', 'storedfile');
INSERT INTO public.django_content_type VALUES (25, 'documents', 'officialdocument');
INSERT INTO public.django_content_type VALUES (26, 'units', 'unit');
INSERT INTO public.django_content_type VALUES (27, 'units', 'lineage');
INSERT INTO public.django_content_type VALUES (28, 'units', 'alias');
INSERT INTO public.django_content_type VALUES (29, 'units', 'agencygroup');
INSERT INTO public.django_content_type VALUES (30, 'units', 'wording');
INSERT INTO public.django_content_type VALUES (31, 'audit', 'seal');
INSERT INTO public.django_content_type VALUES (32, 'audit', 'entry');
INSERT INTO public.django_content_type VALUES (33, 'auth', 'permission');
INSERT INTO public.django_content_type VALUES (34, 'auth', 'group');
INSERT INTO public.django_content_type VALUES (35, 'contenttypes', 'contenttype');
INSERT INTO public.django_content_type VALUES (36, 'sessions', 'session');
INSERT INTO public.django_content_type VALUES (37, 'django_tasks_database', 'dbtaskresult');
INSERT INTO public.django_content_type VALUES (38, 'account', 'emailaddress');
INSERT INTO public.django_content_type VALUES (39, 'account', 'emailconfirmation');
INSERT INTO public.django_migrations VALUES (1, 'units', '0001_initial', '2026-11-29 03:32:54.290792+00');
INSERT INTO public.django_migrations VALUES (2, 'accounts', '0001_initial', '2026-11-29 03:32:54.375819+00');
INSERT INTO public.django_migrations VALUES (3, 'account', '0001_initial', '2026-11-29 03:32:54.467901+00');
INSERT INTO public.django_migrations VALUES (4, 'account', '0002_email_max_length', '2026-11-29 03:32:54.502197+00');
INSERT INTO public.django_migrations VALUES (5, 'account', '0003_alter_emailaddress_create_unique_verified_email', '2026-11-29 03:32:54.535581+00');
INSERT INTO public.django_migrations VALUES (6, 'account', '0004_alter_emailaddress_drop_unique_email', '2026-11-29 03:32:54.575784+00');
INSERT INTO public.django_migrations VALUES (7, 'account', '0005_emailaddress_idx_upper_email', '2026-11-29 03:32:54.591172+00');
INSERT INTO public.django_migrations VALUES (8, 'account', '0006_emailaddress_lower', '2026-11-29 03:32:54.624981+00');
INSERT INTO public.django_migrations VALUES (9, 'account', '0007_emailaddress_idx_email', '2026-11-29 03:32:54.652684+00');
INSERT INTO public.django_migrations VALUES (10, 'account', '0008_emailaddress_unique_primary_email_fixup', '2026-11-29 03:32:54.676728+00');
INSERT INTO public.django_migrations VALUES (11, 'account', '0009_emailaddress_unique_primary_email', '2026-11-29 03:32:54.694206+00');
INSERT INTO public.django_migrations VALUES (12, 'audit', '0001_initial', '2026-11-29 03:32:54.737982+00');
INSERT INTO public.django_migrations VALUES (13, 'audit', '0002_append_only', '2026-11-29 03:32:54.754319+00');
INSERT INTO public.django_migrations VALUES (14, 'contenttypes', '0001_initial', '2026-11-29 03:32:54.772314+00');
INSERT INTO public.django_migrations VALUES (15, 'contenttypes', '0002_remove_content_type_name', '2026-11-29 03:32:54.810128+00');
INSERT INTO public.django_migrations VALUES (16, 'auth', '0001_initial', '2026-11-29 03:32:54.913984+00');
INSERT INTO public.django_migrations VALUES (17, 'auth', '0002_alter_permission_name_max_length', '2026-11-29 03:32:54.950095+00');
INSERT INTO public.django_migrations VALUES (18, 'auth', '0003_alter_user_email_max_length', '2026-11-29 03:32:54.978082+00');
INSERT INTO public.django_migrations VALUES (19, 'auth', '0004_alter_user_username_opts', '2026-11-29 03:32:54.990385+00');
INSERT INTO public.django_migrations VALUES (20, 'auth', '0005_alter_user_last_login_null', '2026-11-29 03:32:55.029074+00');
INSERT INTO public.django_migrations VALUES (21, 'auth', '0006_require_contenttypes_0002', '2026-11-29 03:32:55.047971+00');
INSERT INTO public.django_migrations VALUES (22, 'auth', '0007_alter_validators_add_error_messages', '2026-11-29 03:32:55.158394+00');
INSERT INTO public.django_migrations VALUES (23, 'auth', '0008_alter_user_username_max_length', '2026-11-29 03:32:55.193154+00');
INSERT INTO public.django_migrations VALUES (24, 'auth', '0009_alter_user_last_name_max_length', '2026-11-29 03:32:55.210697+00');
INSERT INTO public.django_migrations VALUES (25, 'auth', '0010_alter_group_name_max_length', '2026-11-29 03:32:55.24383+00');
INSERT INTO public.django_migrations VALUES (26, 'auth', '0011_update_proxy_permissions', '2026-11-29 03:32:55.277938+00');
INSERT INTO public.django_migrations VALUES (27, 'auth', '0012_alter_user_first_name_max_length', '2026-11-29 03:32:55.294171+00');
INSERT INTO public.django_migrations VALUES (28, 'documents', '0001_initial', '2026-11-29 03:32:55.327726+00');
INSERT INTO public.django_migrations VALUES (29, 'criteria', '0001_initial', '2026-11-29 03:32:55.351875+00');
INSERT INTO public.django_migrations VALUES (30, 'criteria', '0002_versions_frozen', '2026-11-29 03:32:55.466022+00');
INSERT INTO public.django_migrations VALUES (31, 'cycles', '0001_initial', '2026-11-29 03:32:56.028045+00');
INSERT INTO public.django_migrations VALUES (32, 'cycles', '0002_closed_is_final', '2026-11-29 03:32:56.067961+00');
INSERT INTO public.django_migrations VALUES (33, 'cycles', '0003_holidays', '2026-11-29 03:32:56.085381+00');
INSERT INTO public.django_migrations VALUES (34, 'django_tasks_database', '0001_initial', '2026-11-29 03:32:56.117448+00');
INSERT INTO public.django_migrations VALUES (35, 'django_tasks_database', '0002_alter_dbtaskresult_options', '2026-11-29 03:32:56.130171+00');
INSERT INTO public.django_migrations VALUES (36, 'django_tasks_database', '0003_dbtaskresult_enqueued_at_dbtaskresult_finished_at', '2026-11-29 03:32:56.159897+00');
INSERT INTO public.django_migrations VALUES (37, 'django_tasks_database', '0004_dbtaskresult_started_at', '2026-11-29 03:32:56.187811+00');
INSERT INTO public.django_migrations VALUES (38, 'django_tasks_database', '0005_alter_dbtaskresult_priority_and_more', '2026-11-29 03:32:56.241018+00');
INSERT INTO public.django_migrations VALUES (39, 'django_tasks_database', '0006_alter_dbtaskresult_args_kwargs_and_more', '2026-11-29 03:32:56.295441+00');
INSERT INTO public.django_migrations VALUES (40, 'django_tasks_database', '0007_add_separate_results_fields', '2026-11-29 03:32:56.383832+00');
INSERT INTO public.django_migrations VALUES (41, 'django_tasks_database', '0008_separate_results_field', '2026-11-29 03:32:56.475781+00');
INSERT INTO public.django_migrations VALUES (42, 'django_tasks_database', '0009_remove_results_field', '2026-11-29 03:32:56.48643+00');
INSERT INTO public.django_migrations VALUES (43, 'django_tasks_database', '0010_alter_dbtaskresult_status', '2026-11-29 03:32:56.550444+00');
INSERT INTO public.django_migrations VALUES (44, 'django_tasks_database', '0011_rename_complete_status', '2026-11-29 03:32:56.625911+00');
INSERT INTO public.django_migrations VALUES (45, 'django_tasks_database', '0012_add_separate_exception_fields', '2026-11-29 03:32:56.649067+00');
INSERT INTO public.django_migrations VALUES (46, 'django_tasks_database', '0013_separate_exception_fields', '2026-11-29 03:32:56.724557+00');
INSERT INTO public.django_migrations VALUES (47, 'django_tasks_database', '0014_remove_dbtaskresult_exception_data', '2026-11-29 03:32:56.737137+00');
INSERT INTO public.django_migrations VALUES (48, 'django_tasks_database', '0015_correctly_order_run_after', '2026-11-29 03:32:56.765975+00');
INSERT INTO public.django_migrations VALUES (49, 'django_tasks_database', '0016_remove_dbtaskresult_django_task_new_ordering_idx_and_more', '2026-11-29 03:32:56.980693+00');
INSERT INTO public.django_migrations VALUES (50, 'django_tasks_database', '0017_dbtaskresult_metadata', '2026-11-29 03:32:57.00784+00');
INSERT INTO public.django_migrations VALUES (51, 'django_tasks_database', '0018_rename_succeeded_status', '2026-11-29 03:32:57.063837+00');
INSERT INTO public.django_migrations VALUES (52, 'django_tasks_database', '0019_rename_django_task_new_ordering_idx_tasks_db_new_ordering_idx_and_more', '2026-11-29 03:32:57.103445+00');
INSERT INTO public.django_migrations VALUES (53, 'django_tasks_database', '0020_update_db_task_result_ordering', '2026-11-29 03:32:57.151787+00');
INSERT INTO public.django_migrations VALUES (54, 'django_tasks_database', '0021_conditional_partial_index_ordering', '2026-11-29 03:32:57.173265+00');
INSERT INTO public.django_migrations VALUES (55, 'documents', '0002_official_documents', '2026-11-29 03:32:57.247808+00');
INSERT INTO public.django_migrations VALUES (56, 'units', '0002_groups_and_wordings', '2026-11-29 03:32:57.439065+00');
INSERT INTO public.django_migrations VALUES (57, 'plans', '0001_initial', '2026-11-29 03:32:58.710541+00');
INSERT INTO public.django_migrations VALUES (58, 'results', '0001_initial', '2026-11-29 03:33:00.023844+00');
INSERT INTO public.django_migrations VALUES (59, 'results', '0002_immutable', '2026-11-29 03:33:00.043963+00');
INSERT INTO public.django_migrations VALUES (60, 'results', '0003_closed_is_final', '2026-11-29 03:33:00.056542+00');
INSERT INTO public.django_migrations VALUES (61, 'sessions', '0001_initial', '2026-11-29 03:33:00.075659+00');
INSERT INTO public.documents_storedfile VALUES (1, 'ecc52eaaf94ef0a2418ddef3600571d77fcd1e7dfabdf509ab5313a622d5364b', 'bo-tieu-chi.toml', 1036, 'toml', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', '2026-11-29 03:33:04.676578+00');
INSERT INTO public.documents_storedfile VALUES (2, 'f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9', 'diem.csv', 110, 'csv', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', '2026-11-29 03:33:08.055071+00');
INSERT INTO public.documents_storedfile VALUES (3, 'f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9', 'diem.csv', 110, 'csv', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', '2026-11-29 03:33:08.572553+00');
INSERT INTO public.documents_storedfile VALUES (4, 'f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9', 'diem-2.csv', 110, 'csv', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', '2026-11-29 03:33:08.734352+00');
INSERT INTO public.documents_storedfile VALUES (5, '7e6284329905b10739034357922cc41b485870f8a4d9580475b241b6efc120c8', 'diem-3.csv', 108, 'csv', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', '2026-11-29 03:33:08.854898+00');
INSERT INTO public.documents_storedfile VALUES (6, '8378f4f4f12d65a7af1762ed4fa198c1b2a9a4456572facf19620f1b433d7cc8', 'bo-tieu-chi.toml', 498, 'toml', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', '2026-11-29 03:33:09.208855+00');
INSERT INTO public.plans_agency VALUES (1, 'Sở Nội vụ', 'sở nôị vụ', 'sure', 'name', '{"gaps": {}, "text": "the same name as the unit"}', true, 1);
INSERT INTO public.plans_agency_units VALUES (1, 1, 2);
INSERT INTO public.plans_due VALUES (1, '2026-03-31', 1);
INSERT INTO public.plans_measure VALUES (1, 1, '', '', 'Ban hành kế hoạch', '', '', '', 'Sở Nội vụ', '', 'Quý I', '', 'fixed', NULL, false, 'sure', '{}', true, '{}', 'ban hanh ke hoach so noi vu quy i', 1, 1);
INSERT INTO public.plans_part VALUES (1, 'lead', 1, 1, 1);
INSERT INTO public.plans_plan VALUES (1, 'reform', 'Kế hoạch cải cách hành chính', 2026, 'current', false, 3, '2026-11-29 03:33:08.936266+00', NULL, 1);
INSERT INTO public.plans_section VALUES (1, 1, '', 'Thể chế', 1);
INSERT INTO public.results_domainindex VALUES (1, 1, '1', 'Chỉ đạo, điều hành', false, '4.7', '5', '0', '0.3', '0', '0', 0, '{"ratio": "0.3"}', 1);
INSERT INTO public.results_domainindex VALUES (2, 2, '2', 'Hiện đại hóa hành chính', false, '4.4', '5', '0', '0.6', '0', '2.4', 0, '{"stated": "0.6"}', 1);
INSERT INTO public.results_domainindex VALUES (3, 1, '1', 'Chỉ đạo, điều hành', false, '4.5', '5', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 2);
INSERT INTO public.results_domainindex VALUES (4, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 2);
INSERT INTO public.results_domainindex VALUES (5, 1, '1', 'Chỉ đạo, điều hành', false, '4.2', '5', '0', '0.8', '0', '0', 0, '{"ratio": "0.3", "stated": "0.5"}', 3);
INSERT INTO public.results_domainindex VALUES (6, 2, '2', 'Hiện đại hóa hành chính', false, '4.4', '5', '0', '0.6', '0', '2.4', 0, '{"stated": "0.6"}', 3);
INSERT INTO public.results_domainindex VALUES (7, 1, '1', 'Chỉ đạo, điều hành', false, '4.5', '5', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 4);
INSERT INTO public.results_domainindex VALUES (8, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 4);
INSERT INTO public.results_domainindex VALUES (9, 1, '1', 'Chỉ đạo, điều hành', false, '4.2', '5', '0', '0.8', '0', '0', 0, '{"ratio": "0.3", "stated": "0.5"}', 5);
INSERT INTO public.results_domainindex VALUES (10, 2, '2', 'Hiện đại hóa hành chính', false, '4.4', '5', '0', '0.6', '0', '2.4', 0, '{"stated": "0.6"}', 5);
INSERT INTO public.results_domainindex VALUES (11, 1, '1', 'Chỉ đạo, điều hành', false, '1.5', '2', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 6);
INSERT INTO public.results_domainindex VALUES (12, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 6);
INSERT INTO public.results_domainindex VALUES (13, 1, '1', 'Chỉ đạo, điều hành', false, '4.7', '5', '0', '0.3', '0', '0', 0, '{"ratio": "0.3"}', 7);
INSERT INTO public.results_domainindex VALUES (14, 2, '2', 'Hiện đại hóa hành chính', false, '4.4', '5', '0', '0.6', '0', '2.4', 0, '{"stated": "0.6"}', 7);
INSERT INTO public.results_domainindex VALUES (15, 1, '1', 'Chỉ đạo, điều hành', false, '4.5', '5', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 8);
INSERT INTO public.results_domainindex VALUES (16, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 8);
INSERT INTO public.results_domainindex VALUES (17, 1, '1', 'Chỉ đạo, điều hành', false, '0', '5', '0', '0', '5', '0', 2, '{}', 9);
INSERT INTO public.results_domainindex VALUES (18, 2, '2', 'Hiện đại hóa hành chính', false, '0', '5', '0', '0', '5', '0', 2, '{}', 9);
INSERT INTO public.results_domainindex VALUES (19, 1, '1', 'Chỉ đạo, điều hành', false, '0', '5', '0', '0', '5', '0', 2, '{}', 10);
INSERT INTO public.results_domainindex VALUES (20, 2, '2', 'Hiện đại hóa hành chính', false, '0', '5', '0', '0', '5', '0', 2, '{}', 10);
INSERT INTO public.results_domainindex VALUES (21, 1, '1', 'Chỉ đạo, điều hành', false, '4.7', '5', '0', '0.3', '0', '0', 0, '{"ratio": "0.3"}', 11);
INSERT INTO public.results_domainindex VALUES (22, 2, '2', 'Hiện đại hóa hành chính', false, '4.4', '5', '0', '0.6', '0', '2.4', 0, '{"stated": "0.6"}', 11);
INSERT INTO public.results_domainindex VALUES (23, 1, '1', 'Chỉ đạo, điều hành', false, '4.5', '5', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 12);
INSERT INTO public.results_domainindex VALUES (24, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 12);
INSERT INTO public.results_domainindex VALUES (25, 1, '1', 'Chỉ đạo, điều hành', false, '4.7', '5', '0', '0.3', '0', '0', 0, '{"ratio": "0.3"}', 13);
INSERT INTO public.results_domainindex VALUES (26, 2, '2', 'Hiện đại hóa hành chính', false, '2', '2', '0', '0', '0', '0', 0, '{}', 13);
INSERT INTO public.results_domainindex VALUES (27, 1, '1', 'Chỉ đạo, điều hành', false, '4.5', '5', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 14);
INSERT INTO public.results_domainindex VALUES (28, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 14);
INSERT INTO public.results_indexrun VALUES (1, '2026-11-29 03:33:08.176658+00', 'import', '{"1": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 1);
INSERT INTO public.results_indexrun VALUES (2, '2026-11-29 03:33:08.34497+00', 'correction', '{"1": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 1);
INSERT INTO public.results_indexrun VALUES (3, '2026-11-29 03:33:08.447329+00', 'cycle', '{"1": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 1);
INSERT INTO public.results_indexrun VALUES (4, '2026-11-29 03:33:08.648978+00', 'import', '{"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 2);
INSERT INTO public.results_indexrun VALUES (5, '2026-11-29 03:33:08.69388+00', 'undo', '{"2": {"Các sở": {}}}', 2);
INSERT INTO public.results_indexrun VALUES (6, '2026-11-29 03:33:08.804633+00', 'import', '{"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 2);
INSERT INTO public.results_indexrun VALUES (7, '2026-11-29 03:33:08.906177+00', 'cycle', '{"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 2);
INSERT INTO public.results_score VALUES (1, '1.1', '', '{"done": "9", "total": "10"}', 'imported', '', 1, 1, 1, 1);
INSERT INTO public.results_score VALUES (3, '2.1', '', '{"rate": "80"}', 'imported', '', 1, 1, 1, 1);
INSERT INTO public.results_score VALUES (4, '2.2', '2.4', NULL, 'imported', '', 1, 1, 1, 1);
INSERT INTO public.results_score VALUES (5, '1.1', '', '{"done": "10", "total": "10"}', 'imported', '', 1, 1, 2, 1);
INSERT INTO public.results_score VALUES (6, '1.2', '1.5', NULL, 'imported', '', 1, 1, 2, 1);
INSERT INTO public.results_score VALUES (7, '2.1', '', '{"rate": "40"}', 'imported', '', 1, 1, 2, 1);
INSERT INTO public.results_score VALUES (8, '2.2', '3', NULL, 'imported', '', 1, 1, 2, 1);
INSERT INTO public.results_score VALUES (2, '1.2', '1.5', NULL, 'decided', 'Theo biên bản thẩm định', 2, 1, 1, NULL);
INSERT INTO public.results_score VALUES (9, '1.1', '', '{"done": "9", "total": "10"}', 'imported', '', 3, 2, 3, 3);
INSERT INTO public.results_score VALUES (10, '1.2', '2', NULL, 'imported', '', 3, 2, 3, 3);
INSERT INTO public.results_score VALUES (11, '2.1', '', '{"rate": "80"}', 'imported', '', 3, 2, 3, 3);
INSERT INTO public.results_score VALUES (12, '2.2', '2.4', NULL, 'imported', '', 3, 2, 3, 3);
INSERT INTO public.results_score VALUES (13, '1.1', '', '{"done": "10", "total": "10"}', 'imported', '', 3, 2, 4, 3);
INSERT INTO public.results_score VALUES (14, '1.2', '1.5', NULL, 'imported', '', 3, 2, 4, 3);
INSERT INTO public.results_score VALUES (15, '2.1', '', '{"rate": "40"}', 'imported', '', 3, 2, 4, 3);
INSERT INTO public.results_score VALUES (16, '2.2', '3', NULL, 'imported', '', 3, 2, 4, 3);
INSERT INTO public.results_scoreimport VALUES (1, '', '', 1, 'Chuyên viên Sở Nội vụ', 'Sở Nội vụ', '2026-11-29 03:33:08.068666+00', '{"new": 8, "same": 0, "empty": 0, "sheet": "", "units": 2, "absent": [], "leaves": 4, "changed": 0, "columns": 5, "guessed": [], "not_applicable": 0}', '[{"at": "B2", "new": {"figures": {"done": "9", "total": "10"}}, "old": {}, "leaf": "1.1", "loss": "0.3", "name": "Mức độ hoàn thành kế hoạch", "unit": "Sở Nội vụ", "new_points": "2.7", "old_points": null, "participant": 1}, {"at": "D2", "new": {"points": "2"}, "old": {}, "leaf": "1.2", "loss": "0", "name": "Báo cáo định kỳ", "unit": "Sở Nội vụ", "new_points": "2", "old_points": null, "participant": 1}, {"at": "E2", "new": {"figures": {"rate": "80"}}, "old": {}, "leaf": "2.1", "loss": "0", "name": "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất", "unit": "Sở Nội vụ", "new_points": "2", "old_points": null, "participant": 1}, {"at": "F2", "new": {"points": "2.4"}, "old": {}, "leaf": "2.2", "loss": "0.6", "name": "Mức độ hài lòng", "unit": "Sở Nội vụ", "new_points": "2.4", "old_points": null, "participant": 1}, {"at": "B3", "new": {"figures": {"done": "10", "total": "10"}}, "old": {}, "leaf": "1.1", "loss": "0", "name": "Mức độ hoàn thành kế hoạch", "unit": "Sở Tài chính", "new_points": "3", "old_points": null, "participant": 2}, {"at": "D3", "new": {"points": "1.5"}, "old": {}, "leaf": "1.2", "loss": "0.5", "name": "Báo cáo định kỳ", "unit": "Sở Tài chính", "new_points": "1.5", "old_points": null, "participant": 2}, {"at": "E3", "new": {"figures": {"rate": "40"}}, "old": {}, "leaf": "2.1", "loss": "1", "name": "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất", "unit": "Sở Tài chính", "new_points": "1", "old_points": null, "participant": 2}, {"at": "F3", "new": {"points": "3"}, "old": {}, "leaf": "2.2", "loss": "0", "name": "Mức độ hài lòng", "unit": "Sở Tài chính", "new_points": "3", "old_points": null, "participant": 2}]', '2026-11-29 03:33:08.13188+00', NULL, '', 1, 1, 2);
INSERT INTO public.results_scoreimport VALUES (4, '', '', 1, 'Chuyên viên Sở Nội vụ', 'Sở Nội vụ', '2026-11-29 03:33:08.85893+00', '{"new": 0, "same": 7, "empty": 0, "sheet": "", "units": 2, "absent": [], "leaves": 4, "changed": 1, "columns": 5, "guessed": [], "not_applicable": 0}', '[{"at": "D3", "new": {"points": "1"}, "old": {"origin": "imported", "points": "1.5", "source": 3, "version": 3}, "leaf": "1.2", "loss": "1", "name": "Báo cáo định kỳ", "unit": "Sở Tài chính", "new_points": "1", "old_points": "1.5", "participant": 4}]', NULL, NULL, '', 2, 2, 5);
INSERT INTO public.results_scoreimport VALUES (2, '', '', 1, 'Chuyên viên Sở Nội vụ', 'Sở Nội vụ', '2026-11-29 03:33:08.592314+00', '{"new": 8, "same": 0, "empty": 0, "sheet": "", "units": 2, "absent": [], "leaves": 4, "changed": 0, "columns": 5, "guessed": [], "not_applicable": 0}', '[{"at": "B2", "new": {"figures": {"done": "9", "total": "10"}}, "old": {}, "leaf": "1.1", "loss": "0.3", "name": "Mức độ hoàn thành kế hoạch", "unit": "Sở Nội vụ", "new_points": "2.7", "old_points": null, "participant": 3}, {"at": "D2", "new": {"points": "2"}, "old": {}, "leaf": "1.2", "loss": "0", "name": "Báo cáo định kỳ", "unit": "Sở Nội vụ", "new_points": "2", "old_points": null, "participant": 3}, {"at": "E2", "new": {"figures": {"rate": "80"}}, "old": {}, "leaf": "2.1", "loss": "0", "name": "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất", "unit": "Sở Nội vụ", "new_points": "2", "old_points": null, "participant": 3}, {"at": "F2", "new": {"points": "2.4"}, "old": {}, "leaf": "2.2", "loss": "0.6", "name": "Mức độ hài lòng", "unit": "Sở Nội vụ", "new_points": "2.4", "old_points": null, "participant": 3}, {"at": "B3", "new": {"figures": {"done": "10", "total": "10"}}, "old": {}, "leaf": "1.1", "loss": "0", "name": "Mức độ hoàn thành kế hoạch", "unit": "Sở Tài chính", "new_points": "3", "old_points": null, "participant": 4}, {"at": "D3", "new": {"points": "1.5"}, "old": {}, "leaf": "1.2", "loss": "0.5", "name": "Báo cáo định kỳ", "unit": "Sở Tài chính", "new_points": "1.5", "old_points": null, "participant": 4}, {"at": "E3", "new": {"figures": {"rate": "40"}}, "old": {}, "leaf": "2.1", "loss": "1", "name": "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất", "unit": "Sở Tài chính", "new_points": "1", "old_points": null, "participant": 4}, {"at": "F3", "new": {"points": "3"}, "old": {}, "leaf": "2.2", "loss": "0", "name": "Mức độ hài lòng", "unit": "Sở Tài chính", "new_points": "3", "old_points": null, "participant": 4}]', '2026-11-29 03:33:08.620453+00', '2026-11-29 03:33:08.675694+00', 'Chuyên viên Sở Nội vụ', 2, 2, 3);
INSERT INTO public.results_scoreimport VALUES (3, '', '', 1, 'Chuyên viên Sở Nội vụ', 'Sở Nội vụ', '2026-11-29 03:33:08.740599+00', '{"new": 8, "same": 0, "empty": 0, "sheet": "", "units": 2, "absent": [], "leaves": 4, "changed": 0, "columns": 5, "guessed": [], "not_applicable": 0}', '[{"at": "B2", "new": {"figures": {"done": "9", "total": "10"}}, "old": {"origin": "imported", "version": 2}, "leaf": "1.1", "loss": "0.3", "name": "Mức độ hoàn thành kế hoạch", "unit": "Sở Nội vụ", "new_points": "2.7", "old_points": null, "participant": 3}, {"at": "D2", "new": {"points": "2"}, "old": {"origin": "imported", "version": 2}, "leaf": "1.2", "loss": "0", "name": "Báo cáo định kỳ", "unit": "Sở Nội vụ", "new_points": "2", "old_points": null, "participant": 3}, {"at": "E2", "new": {"figures": {"rate": "80"}}, "old": {"origin": "imported", "version": 2}, "leaf": "2.1", "loss": "0", "name": "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất", "unit": "Sở Nội vụ", "new_points": "2", "old_points": null, "participant": 3}, {"at": "F2", "new": {"points": "2.4"}, "old": {"origin": "imported", "version": 2}, "leaf": "2.2", "loss": "0.6", "name": "Mức độ hài lòng", "unit": "Sở Nội vụ", "new_points": "2.4", "old_points": null, "participant": 3}, {"at": "B3", "new": {"figures": {"done": "10", "total": "10"}}, "old": {"origin": "imported", "version": 2}, "leaf": "1.1", "loss": "0", "name": "Mức độ hoàn thành kế hoạch", "unit": "Sở Tài chính", "new_points": "3", "old_points": null, "participant": 4}, {"at": "D3", "new": {"points": "1.5"}, "old": {"origin": "imported", "version": 2}, "leaf": "1.2", "loss": "0.5", "name": "Báo cáo định kỳ", "unit": "Sở Tài chính", "new_points": "1.5", "old_points": null, "participant": 4}, {"at": "E3", "new": {"figures": {"rate": "40"}}, "old": {"origin": "imported", "version": 2}, "leaf": "2.1", "loss": "1", "name": "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất", "unit": "Sở Tài chính", "new_points": "1", "old_points": null, "participant": 4}, {"at": "F3", "new": {"points": "3"}, "old": {"origin": "imported", "version": 2}, "leaf": "2.2", "loss": "0", "name": "Mức độ hài lòng", "unit": "Sở Tài chính", "new_points": "3", "old_points": null, "participant": 4}]', '2026-11-29 03:33:08.775752+00', NULL, '', 2, 2, 4);
INSERT INTO public.results_unitindex VALUES (1, 'Sở Nội vụ', '', 'Các sở', 1, '9.1', '10', '0', '0', '0', '2.4', 0, '91', '91', 1, 'Tốt', '{"ratio": "0.3", "stated": "0.6"}', 1, 1, 1);
INSERT INTO public.results_unitindex VALUES (2, 'Sở Tài chính', '', 'Các sở', 2, '8.5', '10', '0', '0', '0', '3', 0, '85', '85', 2, 'Tốt', '{"stated": "0.5", "relative": "1"}', 1, 2, 1);
INSERT INTO public.results_unitindex VALUES (3, 'Sở Nội vụ', '', 'Các sở', 1, '8.6', '10', '0', '0', '0', '2.4', 0, '86', '86', 1, 'Tốt', '{"ratio": "0.3", "stated": "1.1"}', 1, 1, 2);
INSERT INTO public.results_unitindex VALUES (4, 'Sở Tài chính', '', 'Các sở', 2, '8.5', '10', '0', '0', '0', '3', 0, '85', '85', 2, 'Tốt', '{"stated": "0.5", "relative": "1"}', 1, 2, 2);
INSERT INTO public.results_unitindex VALUES (5, 'Sở Nội vụ', '', 'Các sở', 1, '8.6', '10', '0', '0', '0', '2.4', 0, '86', '86', 1, 'Tốt', '{"ratio": "0.3", "stated": "1.1"}', 1, 1, 3);
INSERT INTO public.results_unitindex VALUES (6, 'Sở Tài chính', '', 'Các sở', 2, '5.5', '7', '0', '0', '0', '3', 0, '550/7', '78.57', 2, 'Khá', '{"stated": "0.5", "relative": "1"}', 1, 2, 3);
INSERT INTO public.results_unitindex VALUES (7, 'Sở Nội vụ', '', 'Các sở', 1, '9.1', '10', '0', '0', '0', '2.4', 0, '91', '91', 1, 'Tốt', '{"ratio": "0.3", "stated": "0.6"}', 2, 3, 4);
INSERT INTO public.results_unitindex VALUES (8, 'Sở Tài chính', '', 'Các sở', 2, '8.5', '10', '0', '0', '0', '3', 0, '85', '85', 2, 'Tốt', '{"stated": "0.5", "relative": "1"}', 2, 4, 4);
INSERT INTO public.results_unitindex VALUES (9, 'Sở Nội vụ', '', 'Các sở', 1, '0', '10', '0', '0', '10', '0', 4, '', '', NULL, '', '{}', 2, 3, 5);
INSERT INTO public.results_unitindex VALUES (10, 'Sở Tài chính', '', 'Các sở', 2, '0', '10', '0', '0', '10', '0', 4, '', '', NULL, '', '{}', 2, 4, 5);
INSERT INTO public.results_unitindex VALUES (11, 'Sở Nội vụ', '', 'Các sở', 1, '9.1', '10', '0', '0', '0', '2.4', 0, '91', '91', 1, 'Tốt', '{"ratio": "0.3", "stated": "0.6"}', 2, 3, 6);
INSERT INTO public.results_unitindex VALUES (12, 'Sở Tài chính', '', 'Các sở', 2, '8.5', '10', '0', '0', '0', '3', 0, '85', '85', 2, 'Tốt', '{"stated": "0.5", "relative": "1"}', 2, 4, 6);
INSERT INTO public.results_unitindex VALUES (13, 'Sở Nội vụ', '', 'Các sở', 1, '6.7', '7', '0', '0', '0', '0', 0, '670/7', '95.71', 1, 'Tốt', '{"ratio": "0.3"}', 2, 3, 7);
INSERT INTO public.results_unitindex VALUES (14, 'Sở Tài chính', '', 'Các sở', 2, '8.5', '10', '0', '0', '0', '3', 0, '85', '85', 2, 'Tốt', '{"stated": "0.5", "relative": "1"}', 2, 4, 7);
INSERT INTO public.units_lineage VALUES (1, 'split', '2026-06-01', 2, 5);
INSERT INTO public.units_lineage VALUES (2, 'split', '2026-06-01', 2, 6);
INSERT INTO public.units_lineage VALUES (3, 'move', '2026-06-01', 4, 7);
INSERT INTO public.units_unit VALUES (1, 'Phú Thọ', 'phu tho', 'nds01rdk0045', 'phú thọ', 'province', '', '1997-01-01', NULL, NULL);
INSERT INTO public.units_unit VALUES (3, 'Sở Tài chính', 'so tai chinh', 'qm01r2e016dejd00214', 'sở taì chinh́', 'department', '', '2020-01-01', NULL, 1);
INSERT INTO public.units_unit VALUES (2, 'Sở Nội vụ', 'so noi vu', 'qm01jle01us00255', 'sở nôị vụ', 'department', '', '2020-01-01', '2026-06-01', 1);
INSERT INTO public.units_unit VALUES (5, 'Sở Nội vụ mới', 'so noi vu moi', 'qm01jle01us01ime002554', 'sở nôị vụ mơí', 'department', '', '2026-06-01', NULL, 1);
INSERT INTO public.units_unit VALUES (6, 'Sở Dân tộc', 'so dan toc', 'qm0174j01rl600205', 'sở dân tôc̣', 'department', '', '2026-06-01', NULL, 1);
INSERT INTO public.units_unit VALUES (4, 'Phòng Cải cách hành chính', 'phong cai cach hanh chinh', 'ndkjc0162e01626d01d2jd016dejd0012414', 'phong̀ caỉ cach́ hanh̀ chinh́', 'division', '', '2020-01-01', '2026-06-01', 2);
INSERT INTO public.units_unit VALUES (7, 'Phòng Cải cách hành chính', 'phong cai cach hanh chinh', 'ndkjc0162e01626d01d2jd016dejd0012414', 'phong̀ caỉ cach́ hanh̀ chinh́', 'division', '', '2026-06-01', NULL, 5);
SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);
SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_membership_id_seq', 3, true);
SELECT pg_catalog.setval('public.accounts_person_id_seq', 2, true);
SELECT pg_catalog.setval('public.audit_entry_id_seq', 39, true);
SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 156, true);
SELECT pg_catalog.setval('public.criteria_criteriaversion_id_seq', 2, true);
SELECT pg_catalog.setval('public.cycles_cycle_id_seq', 2, true);
SELECT pg_catalog.setval('public.cycles_cycleset_id_seq', 2, true);
SELECT pg_catalog.setval('public.cycles_holiday_id_seq', 1, false);
SELECT pg_catalog.setval('public.cycles_notapplicable_id_seq', 2, true);
SELECT pg_catalog.setval('public.cycles_participant_id_seq', 4, true);
SELECT pg_catalog.setval('public.cycles_phase_id_seq', 2, true);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 39, true);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 61, true);
SELECT pg_catalog.setval('public.documents_officialdocument_id_seq', 1, false);
SELECT pg_catalog.setval('public.documents_storedfile_id_seq', 6, true);
SELECT pg_catalog.setval('public.plans_acceptance_id_seq', 1, false);
SELECT pg_catalog.setval('public.plans_agency_id_seq', 1, true);
SELECT pg_catalog.setval('public.plans_agency_units_id_seq', 1, true);
SELECT pg_catalog.setval('public.plans_due_id_seq', 1, true);
SELECT pg_catalog.setval('public.plans_measure_id_seq', 1, true);
SELECT pg_catalog.setval('public.plans_part_id_seq', 1, true);
SELECT pg_catalog.setval('public.plans_plan_id_seq', 1, true);
SELECT pg_catalog.setval('public.plans_reading_id_seq', 1, false);
SELECT pg_catalog.setval('public.plans_section_id_seq', 1, true);
SELECT pg_catalog.setval('public.plans_sheetimport_id_seq', 1, false);
SELECT pg_catalog.setval('public.results_domainindex_id_seq', 28, true);
SELECT pg_catalog.setval('public.results_indexrun_id_seq', 7, true);
SELECT pg_catalog.setval('public.results_score_id_seq', 16, true);
SELECT pg_catalog.setval('public.results_scoreimport_id_seq', 4, true);
SELECT pg_catalog.setval('public.results_unitindex_id_seq', 14, true);
SELECT pg_catalog.setval('public.units_agencygroup_id_seq', 1, false);
SELECT pg_catalog.setval('public.units_agencygroup_units_id_seq', 1, false);
SELECT pg_catalog.setval('public.units_alias_id_seq', 1, false);
SELECT pg_catalog.setval('public.units_lineage_id_seq', 3, true);
SELECT pg_catalog.setval('public.units_unit_id_seq', 7, true);
SELECT pg_catalog.setval('public.units_wording_id_seq', 1, false);
SELECT pg_catalog.setval('public.units_wording_units_id_seq', 1, false);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_username_key UNIQUE (username);
ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_entry_id_key UNIQUE (entry_id);
ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.criteria_criteriaversion
    ADD CONSTRAINT criteria_criteriaversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.criteria_criteriaversion
    ADD CONSTRAINT criteria_version_once_per_set UNIQUE (set_id, version);
ALTER TABLE ONLY public.cycles_cycle
    ADD CONSTRAINT cycles_cycle_once_a_year UNIQUE (province_id, year);
ALTER TABLE ONLY public.cycles_cycle
    ADD CONSTRAINT cycles_cycle_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cycles_cycleset
    ADD CONSTRAINT cycles_cycleset_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cycles_holiday
    ADD CONSTRAINT cycles_holiday_on_key UNIQUE ("on");
ALTER TABLE ONLY public.cycles_holiday
    ADD CONSTRAINT cycles_holiday_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cycles_notapplicable
    ADD CONSTRAINT cycles_not_applicable_once UNIQUE (participant_id, leaf);
ALTER TABLE ONLY public.cycles_notapplicable
    ADD CONSTRAINT cycles_notapplicable_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cycles_participant
    ADD CONSTRAINT cycles_participant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cycles_participant
    ADD CONSTRAINT cycles_participant_unit_once UNIQUE (cycle_id, unit_id);
ALTER TABLE ONLY public.cycles_phase
    ADD CONSTRAINT cycles_phase_kind_once UNIQUE (cycle_id, kind);
ALTER TABLE ONLY public.cycles_phase
    ADD CONSTRAINT cycles_phase_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cycles_cycleset
    ADD CONSTRAINT cycles_set_once_per_cycle UNIQUE (cycle_id, version_id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.django_tasks_database_dbtaskresult
    ADD CONSTRAINT django_tasks_database_dbtaskresult_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.documents_officialdocument
    ADD CONSTRAINT documents_officialdocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.documents_storedfile
    ADD CONSTRAINT documents_storedfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans_acceptance
    ADD CONSTRAINT plans_acceptance_once UNIQUE (plan_id, fingerprint);
ALTER TABLE ONLY public.plans_acceptance
    ADD CONSTRAINT plans_acceptance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans_agency
    ADD CONSTRAINT plans_agency_once UNIQUE (plan_id, spelling);
ALTER TABLE ONLY public.plans_agency
    ADD CONSTRAINT plans_agency_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans_agency_units
    ADD CONSTRAINT plans_agency_units_agency_id_unit_id_ccd49c7f_uniq UNIQUE (agency_id, unit_id);
ALTER TABLE ONLY public.plans_agency_units
    ADD CONSTRAINT plans_agency_units_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans_due
    ADD CONSTRAINT plans_due_once UNIQUE (measure_id, "on");
ALTER TABLE ONLY public.plans_due
    ADD CONSTRAINT plans_due_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans_measure
    ADD CONSTRAINT plans_measure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans_part
    ADD CONSTRAINT plans_part_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans_part
    ADD CONSTRAINT plans_part_place_once UNIQUE (measure_id, role, place);
ALTER TABLE ONLY public.plans_plan
    ADD CONSTRAINT plans_plan_document_id_key UNIQUE (document_id);
ALTER TABLE ONLY public.plans_plan
    ADD CONSTRAINT plans_plan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans_reading
    ADD CONSTRAINT plans_reading_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans_reading
    ADD CONSTRAINT plans_reading_plan_id_key UNIQUE (plan_id);
ALTER TABLE ONLY public.plans_section
    ADD CONSTRAINT plans_section_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans_sheetimport
    ADD CONSTRAINT plans_sheetimport_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.results_domainindex
    ADD CONSTRAINT results_domain_index_once UNIQUE (unit_index_id, number);
ALTER TABLE ONLY public.results_domainindex
    ADD CONSTRAINT results_domainindex_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.results_indexrun
    ADD CONSTRAINT results_indexrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.results_score
    ADD CONSTRAINT results_score_once UNIQUE (participant_id, leaf);
ALTER TABLE ONLY public.results_score
    ADD CONSTRAINT results_score_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.results_scoreimport
    ADD CONSTRAINT results_scoreimport_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.results_unitindex
    ADD CONSTRAINT results_unit_index_once UNIQUE (run_id, participant_id);
ALTER TABLE ONLY public.results_unitindex
    ADD CONSTRAINT results_unitindex_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.units_agencygroup
    ADD CONSTRAINT units_agencygroup_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.units_agencygroup
    ADD CONSTRAINT units_agencygroup_spelling_key UNIQUE (spelling);
ALTER TABLE ONLY public.units_agencygroup_units
    ADD CONSTRAINT units_agencygroup_units_agencygroup_id_unit_id_510ca68a_uniq UNIQUE (agencygroup_id, unit_id);
ALTER TABLE ONLY public.units_agencygroup_units
    ADD CONSTRAINT units_agencygroup_units_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.units_alias
    ADD CONSTRAINT units_alias_once_per_unit UNIQUE (unit_id, spelling);
ALTER TABLE ONLY public.units_alias
    ADD CONSTRAINT units_alias_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.units_lineage
    ADD CONSTRAINT units_lineage_once UNIQUE (predecessor_id, successor_id);
ALTER TABLE ONLY public.units_lineage
    ADD CONSTRAINT units_lineage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.units_unit
    ADD CONSTRAINT units_unit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.units_wording
    ADD CONSTRAINT units_wording_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.units_wording
    ADD CONSTRAINT units_wording_spelling_key UNIQUE (spelling);
ALTER TABLE ONLY public.units_wording_units
    ADD CONSTRAINT units_wording_units_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.units_wording_units
    ADD CONSTRAINT units_wording_units_wording_id_unit_id_7f8c3056_uniq UNIQUE (wording_id, unit_id);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX accounts_membership_person_id_cd00e383 ON public.accounts_membership USING btree (person_id);
CREATE INDEX accounts_membership_unit_id_7180f6e8 ON public.accounts_membership USING btree (unit_id);
CREATE INDEX accounts_person_name_key_f72f9423 ON public.accounts_person USING btree (name_key);
CREATE INDEX accounts_person_name_key_f72f9423_like ON public.accounts_person USING btree (name_key varchar_pattern_ops);
CREATE INDEX accounts_person_username_173ec97a_like ON public.accounts_person USING btree (username varchar_pattern_ops);
CREATE INDEX audit_entry_at_bf642dd8 ON public.audit_entry USING btree (at);
CREATE INDEX audit_entry_person ON public.audit_entry USING btree (person_id);
CREATE INDEX audit_entry_subject ON public.audit_entry USING btree (verb, subject_id);
CREATE INDEX audit_entry_verb_f458eb38 ON public.audit_entry USING btree (verb);
CREATE INDEX audit_entry_verb_f458eb38_like ON public.audit_entry USING btree (verb varchar_pattern_ops);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX criteria_criteriaversion_source_id_aa96ae62 ON public.criteria_criteriaversion USING btree (source_id);
CREATE INDEX cycles_cycle_province_id_1b2e15df ON public.cycles_cycle USING btree (province_id);
CREATE INDEX cycles_cycleset_cycle_id_bcdb82db ON public.cycles_cycleset USING btree (cycle_id);
CREATE INDEX cycles_cycleset_version_id_4cefb665 ON public.cycles_cycleset USING btree (version_id);
CREATE INDEX cycles_notapplicable_participant_id_3ad7f077 ON public.cycles_notapplicable USING btree (participant_id);
CREATE INDEX cycles_participant_cycle_id_4729cfab ON public.cycles_participant USING btree (cycle_id);
CREATE INDEX cycles_participant_cycle_set_id_b319d45f ON public.cycles_participant USING btree (cycle_set_id);
CREATE INDEX cycles_participant_unit_id_703ecd6f ON public.cycles_participant USING btree (unit_id);
CREATE INDEX cycles_phase_cycle_id_2ac252af ON public.cycles_phase USING btree (cycle_id);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX django_task_backend_071754_idx ON public.django_tasks_database_dbtaskresult USING btree (backend_name);
CREATE INDEX django_task_queue_n_99c321_idx ON public.django_tasks_database_dbtaskresult USING btree (queue_name);
CREATE INDEX documents_officialdocument_file_id_970245da ON public.documents_officialdocument USING btree (file_id);
CREATE INDEX documents_storedfile_sha256_8fc42a25 ON public.documents_storedfile USING btree (sha256);
CREATE INDEX documents_storedfile_sha256_8fc42a25_like ON public.documents_storedfile USING btree (sha256 varchar_pattern_ops);
CREATE UNIQUE INDEX one_open_membership_per_person_unit_role ON public.accounts_membership USING btree (person_id, unit_id, role) WHERE (valid_until IS NULL);
CREATE INDEX plans_acceptance_plan_id_6084ac0a ON public.plans_acceptance USING btree (plan_id);
CREATE INDEX plans_agency_plan_id_882047c8 ON public.plans_agency USING btree (plan_id);
CREATE INDEX plans_agency_units_agency_id_f6391a1d ON public.plans_agency_units USING btree (agency_id);
CREATE INDEX plans_agency_units_unit_id_455d0b90 ON public.plans_agency_units USING btree (unit_id);
CREATE INDEX plans_due_measure_id_a1c835a7 ON public.plans_due USING btree (measure_id);
CREATE INDEX plans_due_on_7505bf7d ON public.plans_due USING btree ("on");
CREATE INDEX plans_measure_order ON public.plans_measure USING btree (section_id, place);
CREATE INDEX plans_measure_section_id_7fa35dec ON public.plans_measure USING btree (section_id);
CREATE INDEX plans_part_agency_id_2b4939a1 ON public.plans_part USING btree (agency_id);
CREATE INDEX plans_part_measure_id_d4de1090 ON public.plans_part USING btree (measure_id);
CREATE INDEX plans_plan_unit_id_733724a3 ON public.plans_plan USING btree (unit_id);
CREATE INDEX plans_reading_file_id_16632227 ON public.plans_reading USING btree (file_id);
CREATE INDEX plans_reading_unit_id_3beaa328 ON public.plans_reading USING btree (unit_id);
CREATE INDEX plans_section_plan_id_5b43bdeb ON public.plans_section USING btree (plan_id);
CREATE INDEX plans_sheetimport_file_id_cf872f2e ON public.plans_sheetimport USING btree (file_id);
CREATE INDEX plans_sheetimport_plan_id_c9305ee6 ON public.plans_sheetimport USING btree (plan_id);
CREATE INDEX results_domainindex_unit_index_id_7e43dfa5 ON public.results_domainindex USING btree (unit_index_id);
CREATE INDEX results_indexrun_cycle_id_f3859356 ON public.results_indexrun USING btree (cycle_id);
CREATE INDEX results_score_cycle_id_48cc88b2 ON public.results_score USING btree (cycle_id);
CREATE INDEX results_score_participant_id_4b9b7ac8 ON public.results_score USING btree (participant_id);
CREATE INDEX results_score_source_id_2449c7e4 ON public.results_score USING btree (source_id);
CREATE INDEX results_scoreimport_cycle_id_a6b02353 ON public.results_scoreimport USING btree (cycle_id);
CREATE INDEX results_scoreimport_cycle_set_id_a159d447 ON public.results_scoreimport USING btree (cycle_set_id);
CREATE INDEX results_scoreimport_file_id_56aaaa0f ON public.results_scoreimport USING btree (file_id);
CREATE INDEX results_unitindex_cycle_set_id_6d48e6d0 ON public.results_unitindex USING btree (cycle_set_id);
CREATE INDEX results_unitindex_participant_id_dcd57f12 ON public.results_unitindex USING btree (participant_id);
CREATE INDEX results_unitindex_run_id_e29b5d14 ON public.results_unitindex USING btree (run_id);
CREATE INDEX tasks_db_new_ordering_idx ON public.django_tasks_database_dbtaskresult USING btree (status, priority DESC, run_after, enqueued_at) WHERE ((status)::text = 'READY'::text);
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX units_agencygroup_spelling_996c1a33_like ON public.units_agencygroup USING btree (spelling varchar_pattern_ops);
CREATE INDEX units_agencygroup_units_agencygroup_id_1d89ab95 ON public.units_agencygroup_units USING btree (agencygroup_id);
CREATE INDEX units_agencygroup_units_unit_id_62238fca ON public.units_agencygroup_units USING btree (unit_id);
CREATE INDEX units_alias_unit_id_994e002d ON public.units_alias USING btree (unit_id);
CREATE INDEX units_lineage_predecessor_id_8c83c062 ON public.units_lineage USING btree (predecessor_id);
CREATE INDEX units_lineage_successor_id_c41e6ea3 ON public.units_lineage USING btree (successor_id);
CREATE UNIQUE INDEX units_unit_code_once ON public.units_unit USING btree (code) WHERE ((valid_until IS NULL) AND (NOT ((code)::text = ''::text)));
CREATE UNIQUE INDEX units_unit_name_once_at_top ON public.units_unit USING btree (spelling) WHERE ((parent_id IS NULL) AND (valid_until IS NULL));
CREATE UNIQUE INDEX units_unit_name_once_in_parent ON public.units_unit USING btree (parent_id, spelling) WHERE ((parent_id IS NOT NULL) AND (valid_until IS NULL));
CREATE INDEX units_unit_parent_id_7bc80175 ON public.units_unit USING btree (parent_id);
CREATE INDEX units_unit_search_key_52fa18d3 ON public.units_unit USING btree (search_key);
CREATE INDEX units_unit_search_key_52fa18d3_like ON public.units_unit USING btree (search_key varchar_pattern_ops);
CREATE INDEX units_unit_sort_key_0f577f61 ON public.units_unit USING btree (sort_key);
CREATE INDEX units_unit_sort_key_0f577f61_like ON public.units_unit USING btree (sort_key varchar_pattern_ops);
CREATE INDEX units_wording_spelling_69d7e20c_like ON public.units_wording USING btree (spelling varchar_pattern_ops);
CREATE INDEX units_wording_units_unit_id_45ae4607 ON public.units_wording_units USING btree (unit_id);
CREATE INDEX units_wording_units_wording_id_e4c88b54 ON public.units_wording_units USING btree (wording_id);
CREATE TRIGGER audit_entry_rows_no_delete BEFORE DELETE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.audit_entry_rows_no_delete();
CREATE TRIGGER audit_entry_rows_no_update BEFORE UPDATE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.audit_entry_rows_no_update();
CREATE TRIGGER audit_seal_rows_no_delete BEFORE DELETE ON public.audit_seal FOR EACH ROW EXECUTE FUNCTION public.audit_seal_rows_no_delete();
CREATE TRIGGER audit_seal_rows_no_update BEFORE UPDATE ON public.audit_seal FOR EACH ROW EXECUTE FUNCTION public.audit_seal_rows_no_update();
CREATE TRIGGER criteria_criteriaversion_rows_no_delete BEFORE DELETE ON public.criteria_criteriaversion FOR EACH ROW EXECUTE FUNCTION public.criteria_criteriaversion_rows_no_delete();
CREATE TRIGGER criteria_criteriaversion_rows_no_update BEFORE UPDATE ON public.criteria_criteriaversion FOR EACH ROW EXECUTE FUNCTION public.criteria_criteriaversion_rows_no_update();
CREATE TRIGGER cycles_cycle_rows_no_delete BEFORE DELETE ON public.cycles_cycle FOR EACH ROW EXECUTE FUNCTION public.cycles_cycle_rows_no_delete();
CREATE TRIGGER cycles_cycle_rows_no_update BEFORE UPDATE ON public.cycles_cycle FOR EACH ROW EXECUTE FUNCTION public.cycles_cycle_rows_no_update();
CREATE TRIGGER cycles_cycleset_rows_no_delete BEFORE DELETE ON public.cycles_cycleset FOR EACH ROW EXECUTE FUNCTION public.cycles_cycleset_rows_no_delete();
CREATE TRIGGER cycles_cycleset_rows_no_insert BEFORE INSERT ON public.cycles_cycleset FOR EACH ROW EXECUTE FUNCTION public.cycles_cycleset_rows_no_insert();
CREATE TRIGGER cycles_cycleset_rows_no_update BEFORE UPDATE ON public.cycles_cycleset FOR EACH ROW EXECUTE FUNCTION public.cycles_cycleset_rows_no_update();
CREATE TRIGGER cycles_notapplicable_rows_no_delete BEFORE DELETE ON public.cycles_notapplicable FOR EACH ROW EXECUTE FUNCTION public.cycles_notapplicable_rows_no_delete();
CREATE TRIGGER cycles_notapplicable_rows_no_insert BEFORE INSERT ON public.cycles_notapplicable FOR EACH ROW EXECUTE FUNCTION public.cycles_notapplicable_rows_no_insert();
CREATE TRIGGER cycles_notapplicable_rows_no_update BEFORE UPDATE ON public.cycles_notapplicable FOR EACH ROW EXECUTE FUNCTION public.cycles_notapplicable_rows_no_update();
CREATE TRIGGER cycles_participant_rows_no_delete BEFORE DELETE ON public.cycles_participant FOR EACH ROW EXECUTE FUNCTION public.cycles_participant_rows_no_delete();
CREATE TRIGGER cycles_participant_rows_no_insert BEFORE INSERT ON public.cycles_participant FOR EACH ROW EXECUTE FUNCTION public.cycles_participant_rows_no_insert();
CREATE TRIGGER cycles_participant_rows_no_update BEFORE UPDATE ON public.cycles_participant FOR EACH ROW EXECUTE FUNCTION public.cycles_participant_rows_no_update();
CREATE TRIGGER cycles_phase_rows_no_delete BEFORE DELETE ON public.cycles_phase FOR EACH ROW EXECUTE FUNCTION public.cycles_phase_rows_no_delete();
CREATE TRIGGER cycles_phase_rows_no_insert BEFORE INSERT ON public.cycles_phase FOR EACH ROW EXECUTE FUNCTION public.cycles_phase_rows_no_insert();
CREATE TRIGGER cycles_phase_rows_no_update BEFORE UPDATE ON public.cycles_phase FOR EACH ROW EXECUTE FUNCTION public.cycles_phase_rows_no_update();
CREATE TRIGGER results_domainindex_rows_no_delete BEFORE DELETE ON public.results_domainindex FOR EACH ROW EXECUTE FUNCTION public.results_domainindex_rows_no_delete();
CREATE TRIGGER results_domainindex_rows_no_update BEFORE UPDATE ON public.results_domainindex FOR EACH ROW EXECUTE FUNCTION public.results_domainindex_rows_no_update();
CREATE TRIGGER results_indexrun_rows_no_delete BEFORE DELETE ON public.results_indexrun FOR EACH ROW EXECUTE FUNCTION public.results_indexrun_rows_no_delete();
CREATE TRIGGER results_indexrun_rows_no_update BEFORE UPDATE ON public.results_indexrun FOR EACH ROW EXECUTE FUNCTION public.results_indexrun_rows_no_update();
CREATE TRIGGER results_score_rows_no_delete BEFORE DELETE ON public.results_score FOR EACH ROW EXECUTE FUNCTION public.results_score_rows_no_delete();
CREATE TRIGGER results_score_rows_no_insert BEFORE INSERT ON public.results_score FOR EACH ROW EXECUTE FUNCTION public.results_score_rows_no_insert();
CREATE TRIGGER results_score_rows_no_update BEFORE UPDATE ON public.results_score FOR EACH ROW EXECUTE FUNCTION public.results_score_rows_no_update();
CREATE TRIGGER results_scoreimport_rows_no_delete BEFORE DELETE ON public.results_scoreimport FOR EACH ROW EXECUTE FUNCTION public.results_scoreimport_rows_no_delete();
CREATE TRIGGER results_scoreimport_rows_no_update BEFORE UPDATE OF cycle_set_id, file_id, counts, difference, applied_at ON public.results_scoreimport FOR EACH ROW EXECUTE FUNCTION public.results_scoreimport_rows_no_update();
CREATE TRIGGER results_unitindex_rows_no_delete BEFORE DELETE ON public.results_unitindex FOR EACH ROW EXECUTE FUNCTION public.results_unitindex_rows_no_delete();
CREATE TRIGGER results_unitindex_rows_no_update BEFORE UPDATE OF run_id, name, code, peer_group, place, points, maximum, exact, printed, rank, grade ON public.results_unitindex FOR EACH ROW EXECUTE FUNCTION public.results_unitindex_rows_no_update();
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_person_id FOREIGN KEY (user_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_person_id_cd00e383_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_unit_id_7180f6e8_fk_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.criteria_criteriaversion
    ADD CONSTRAINT criteria_criteriaver_source_id_aa96ae62_fk_documents FOREIGN KEY (source_id) REFERENCES public.documents_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cycles_cycle
    ADD CONSTRAINT cycles_cycle_province_id_1b2e15df_fk_units_unit_id FOREIGN KEY (province_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cycles_cycleset
    ADD CONSTRAINT cycles_cycleset_cycle_id_bcdb82db_fk_cycles_cycle_id FOREIGN KEY (cycle_id) REFERENCES public.cycles_cycle(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cycles_cycleset
    ADD CONSTRAINT cycles_cycleset_version_id_4cefb665_fk_criteria_ FOREIGN KEY (version_id) REFERENCES public.criteria_criteriaversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cycles_notapplicable
    ADD CONSTRAINT cycles_notapplicable_participant_id_3ad7f077_fk_cycles_pa FOREIGN KEY (participant_id) REFERENCES public.cycles_participant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cycles_participant
    ADD CONSTRAINT cycles_participant_cycle_id_4729cfab_fk_cycles_cycle_id FOREIGN KEY (cycle_id) REFERENCES public.cycles_cycle(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cycles_participant
    ADD CONSTRAINT cycles_participant_cycle_set_id_b319d45f_fk_cycles_cycleset_id FOREIGN KEY (cycle_set_id) REFERENCES public.cycles_cycleset(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cycles_participant
    ADD CONSTRAINT cycles_participant_unit_id_703ecd6f_fk_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cycles_phase
    ADD CONSTRAINT cycles_phase_cycle_id_2ac252af_fk_cycles_cycle_id FOREIGN KEY (cycle_id) REFERENCES public.cycles_cycle(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.documents_officialdocument
    ADD CONSTRAINT documents_officialdo_file_id_970245da_fk_documents FOREIGN KEY (file_id) REFERENCES public.documents_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_acceptance
    ADD CONSTRAINT plans_acceptance_plan_id_6084ac0a_fk_plans_plan_id FOREIGN KEY (plan_id) REFERENCES public.plans_plan(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_agency
    ADD CONSTRAINT plans_agency_plan_id_882047c8_fk_plans_plan_id FOREIGN KEY (plan_id) REFERENCES public.plans_plan(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_agency_units
    ADD CONSTRAINT plans_agency_units_agency_id_f6391a1d_fk_plans_agency_id FOREIGN KEY (agency_id) REFERENCES public.plans_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_agency_units
    ADD CONSTRAINT plans_agency_units_unit_id_455d0b90_fk_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_due
    ADD CONSTRAINT plans_due_measure_id_a1c835a7_fk_plans_measure_id FOREIGN KEY (measure_id) REFERENCES public.plans_measure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_measure
    ADD CONSTRAINT plans_measure_section_id_7fa35dec_fk_plans_section_id FOREIGN KEY (section_id) REFERENCES public.plans_section(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_part
    ADD CONSTRAINT plans_part_agency_id_2b4939a1_fk_plans_agency_id FOREIGN KEY (agency_id) REFERENCES public.plans_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_part
    ADD CONSTRAINT plans_part_measure_id_d4de1090_fk_plans_measure_id FOREIGN KEY (measure_id) REFERENCES public.plans_measure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_plan
    ADD CONSTRAINT plans_plan_document_id_0d6b8461_fk_documents FOREIGN KEY (document_id) REFERENCES public.documents_officialdocument(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_plan
    ADD CONSTRAINT plans_plan_unit_id_733724a3_fk_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_reading
    ADD CONSTRAINT plans_reading_file_id_16632227_fk_documents_storedfile_id FOREIGN KEY (file_id) REFERENCES public.documents_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_reading
    ADD CONSTRAINT plans_reading_plan_id_036f2889_fk_plans_plan_id FOREIGN KEY (plan_id) REFERENCES public.plans_plan(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_reading
    ADD CONSTRAINT plans_reading_unit_id_3beaa328_fk_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_section
    ADD CONSTRAINT plans_section_plan_id_5b43bdeb_fk_plans_plan_id FOREIGN KEY (plan_id) REFERENCES public.plans_plan(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_sheetimport
    ADD CONSTRAINT plans_sheetimport_file_id_cf872f2e_fk_documents_storedfile_id FOREIGN KEY (file_id) REFERENCES public.documents_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.plans_sheetimport
    ADD CONSTRAINT plans_sheetimport_plan_id_c9305ee6_fk_plans_plan_id FOREIGN KEY (plan_id) REFERENCES public.plans_plan(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.results_domainindex
    ADD CONSTRAINT results_domainindex_unit_index_id_7e43dfa5_fk_results_u FOREIGN KEY (unit_index_id) REFERENCES public.results_unitindex(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.results_indexrun
    ADD CONSTRAINT results_indexrun_cycle_id_f3859356_fk_cycles_cycle_id FOREIGN KEY (cycle_id) REFERENCES public.cycles_cycle(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.results_score
    ADD CONSTRAINT results_score_cycle_id_48cc88b2_fk_cycles_cycle_id FOREIGN KEY (cycle_id) REFERENCES public.cycles_cycle(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.results_score
    ADD CONSTRAINT results_score_participant_id_4b9b7ac8_fk_cycles_participant_id FOREIGN KEY (participant_id) REFERENCES public.cycles_participant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.results_score
    ADD CONSTRAINT results_score_source_id_2449c7e4_fk_results_scoreimport_id FOREIGN KEY (source_id) REFERENCES public.results_scoreimport(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.results_scoreimport
    ADD CONSTRAINT results_scoreimport_cycle_id_a6b02353_fk_cycles_cycle_id FOREIGN KEY (cycle_id) REFERENCES public.cycles_cycle(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.results_scoreimport
    ADD CONSTRAINT results_scoreimport_cycle_set_id_a159d447_fk_cycles_cycleset_id FOREIGN KEY (cycle_set_id) REFERENCES public.cycles_cycleset(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.results_scoreimport
    ADD CONSTRAINT results_scoreimport_file_id_56aaaa0f_fk_documents_storedfile_id FOREIGN KEY (file_id) REFERENCES public.documents_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.results_unitindex
    ADD CONSTRAINT results_unitindex_cycle_set_id_6d48e6d0_fk_cycles_cycleset_id FOREIGN KEY (cycle_set_id) REFERENCES public.cycles_cycleset(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.results_unitindex
    ADD CONSTRAINT results_unitindex_participant_id_dcd57f12_fk_cycles_pa FOREIGN KEY (participant_id) REFERENCES public.cycles_participant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.results_unitindex
    ADD CONSTRAINT results_unitindex_run_id_e29b5d14_fk_results_indexrun_id FOREIGN KEY (run_id) REFERENCES public.results_indexrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.units_agencygroup_units
    ADD CONSTRAINT units_agencygroup_un_agencygroup_id_1d89ab95_fk_units_age FOREIGN KEY (agencygroup_id) REFERENCES public.units_agencygroup(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.units_agencygroup_units
    ADD CONSTRAINT units_agencygroup_units_unit_id_62238fca_fk_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.units_alias
    ADD CONSTRAINT units_alias_unit_id_994e002d_fk_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.units_lineage
    ADD CONSTRAINT units_lineage_predecessor_id_8c83c062_fk_units_unit_id FOREIGN KEY (predecessor_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.units_lineage
    ADD CONSTRAINT units_lineage_successor_id_c41e6ea3_fk_units_unit_id FOREIGN KEY (successor_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.units_unit
    ADD CONSTRAINT units_unit_parent_id_7bc80175_fk_units_unit_id FOREIGN KEY (parent_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.units_wording_units
    ADD CONSTRAINT units_wording_units_unit_id_45ae4607_fk_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.units_wording_units
    ADD CONSTRAINT units_wording_units_wording_id_e4c88b54_fk_units_wording_id FOREIGN KEY (wording_id) REFERENCES public.units_wording(id) DEFERRABLE INITIALLY DEFERRED;
