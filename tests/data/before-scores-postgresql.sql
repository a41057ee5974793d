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
CREATE FUNCTION public.audit_accessrecord_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'audit_accessrecord: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF (OLD.kept_until > CURRENT_TIMESTAMP) THEN RAISE EXCEPTION 'audit_accessrecord: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF (OLD.kept_until > CURRENT_TIMESTAMP) AND TRUE OR FALSE THEN RAISE EXCEPTION 'audit_accessrecord: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF FALSE THEN RAISE EXCEPTION 'audit_accessrecord: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.audit_entry_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'audit_entry: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF TRUE THEN RAISE EXCEPTION 'audit_entry: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF TRUE AND TRUE OR FALSE THEN RAISE EXCEPTION 'audit_entry: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF FALSE THEN RAISE EXCEPTION 'audit_entry: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.audit_seal_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'audit_seal: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF TRUE THEN RAISE EXCEPTION 'audit_seal: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF TRUE AND TRUE OR FALSE THEN RAISE EXCEPTION 'audit_seal: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF FALSE THEN RAISE EXCEPTION 'audit_seal: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.criteria_criteriaversion_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'criteria_criteriaversion: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF (OLD.state = 'published') THEN RAISE EXCEPTION 'criteria_criteriaversion: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF (OLD.state = 'published') AND TRUE OR FALSE THEN RAISE EXCEPTION 'criteria_criteriaversion: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF FALSE THEN RAISE EXCEPTION 'criteria_criteriaversion: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_cycle_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'cycles_cycle: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF (OLD.state = 'closed') THEN RAISE EXCEPTION 'cycles_cycle: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF (OLD.state = 'closed') AND TRUE OR FALSE THEN RAISE EXCEPTION 'cycles_cycle: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF FALSE THEN RAISE EXCEPTION 'cycles_cycle: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_cycleset_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'cycles_cycleset: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF ((SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed') THEN RAISE EXCEPTION 'cycles_cycleset: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF ((SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed') AND TRUE OR ((SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed') THEN RAISE EXCEPTION 'cycles_cycleset: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF ((SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed') THEN RAISE EXCEPTION 'cycles_cycleset: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_notapplicable_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'cycles_notapplicable: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF ((SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = OLD.participant_id)) = 'closed') THEN RAISE EXCEPTION 'cycles_notapplicable: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF ((SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = OLD.participant_id)) = 'closed') AND TRUE OR ((SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = NEW.participant_id)) = 'closed') THEN RAISE EXCEPTION 'cycles_notapplicable: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF ((SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = NEW.participant_id)) = 'closed') THEN RAISE EXCEPTION 'cycles_notapplicable: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_participant_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'cycles_participant: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF ((SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed') THEN RAISE EXCEPTION 'cycles_participant: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF ((SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed') AND TRUE OR ((SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed') THEN RAISE EXCEPTION 'cycles_participant: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF ((SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed') THEN RAISE EXCEPTION 'cycles_participant: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.cycles_phase_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'cycles_phase: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF ((SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed') THEN RAISE EXCEPTION 'cycles_phase: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF ((SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed') AND TRUE OR ((SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed') THEN RAISE EXCEPTION 'cycles_phase: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF ((SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed') THEN RAISE EXCEPTION 'cycles_phase: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.documents_storedfile_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'documents_storedfile: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF TRUE THEN RAISE EXCEPTION 'documents_storedfile: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF TRUE AND TRUE OR FALSE THEN RAISE EXCEPTION 'documents_storedfile: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF FALSE THEN RAISE EXCEPTION 'documents_storedfile: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.results_domainindex_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'results_domainindex: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF TRUE THEN RAISE EXCEPTION 'results_domainindex: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF TRUE AND TRUE OR ((SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM results_indexrun WHERE id = (SELECT run_id FROM results_unitindex WHERE id = NEW.unit_index_id))) = 'closed') THEN RAISE EXCEPTION 'results_domainindex: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF ((SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM results_indexrun WHERE id = (SELECT run_id FROM results_unitindex WHERE id = NEW.unit_index_id))) = 'closed') THEN RAISE EXCEPTION 'results_domainindex: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.results_indexrun_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'results_indexrun: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF TRUE THEN RAISE EXCEPTION 'results_indexrun: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF TRUE AND TRUE OR ((SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed') THEN RAISE EXCEPTION 'results_indexrun: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF ((SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed') THEN RAISE EXCEPTION 'results_indexrun: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.results_score_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'results_score: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF ((SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed') THEN RAISE EXCEPTION 'results_score: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF ((SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed') AND TRUE OR ((SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed') THEN RAISE EXCEPTION 'results_score: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF ((SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed') THEN RAISE EXCEPTION 'results_score: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.results_scoreimport_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'results_scoreimport: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF (OLD.applied_at IS NOT NULL) THEN RAISE EXCEPTION 'results_scoreimport: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF (OLD.applied_at IS NOT NULL) AND (OLD."id" IS DISTINCT FROM NEW."id" OR OLD."sheet" IS DISTINCT FROM NEW."sheet" OR OLD."decimal" IS DISTINCT FROM NEW."decimal" OR OLD."person_id" IS DISTINCT FROM NEW."person_id" OR OLD."person" IS DISTINCT FROM NEW."person" OR OLD."unit" IS DISTINCT FROM NEW."unit" OR OLD."at" IS DISTINCT FROM NEW."at" OR OLD."counts" IS DISTINCT FROM NEW."counts" OR OLD."difference" IS DISTINCT FROM NEW."difference" OR OLD."applied_at" IS DISTINCT FROM NEW."applied_at" OR OLD."cycle_id" IS DISTINCT FROM NEW."cycle_id" OR OLD."cycle_set_id" IS DISTINCT FROM NEW."cycle_set_id" OR OLD."file_id" IS DISTINCT FROM NEW."file_id") OR FALSE THEN RAISE EXCEPTION 'results_scoreimport: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF FALSE THEN RAISE EXCEPTION 'results_scoreimport: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.results_unitindex_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'results_unitindex: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN IF TRUE THEN RAISE EXCEPTION 'results_unitindex: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END IF; IF TG_OP = 'UPDATE' THEN IF TRUE AND (OLD."id" IS DISTINCT FROM NEW."id" OR OLD."name" IS DISTINCT FROM NEW."name" OR OLD."code" IS DISTINCT FROM NEW."code" OR OLD."peer_group" IS DISTINCT FROM NEW."peer_group" OR OLD."place" IS DISTINCT FROM NEW."place" OR OLD."points" IS DISTINCT FROM NEW."points" OR OLD."maximum" IS DISTINCT FROM NEW."maximum" OR OLD."bonus" IS DISTINCT FROM NEW."bonus" OR OLD."penalty" IS DISTINCT FROM NEW."penalty" OR OLD."pending" IS DISTINCT FROM NEW."pending" OR OLD."survey" IS DISTINCT FROM NEW."survey" OR OLD."waiting" IS DISTINCT FROM NEW."waiting" OR OLD."exact" IS DISTINCT FROM NEW."exact" OR OLD."printed" IS DISTINCT FROM NEW."printed" OR OLD."rank" IS DISTINCT FROM NEW."rank" OR OLD."grade" IS DISTINCT FROM NEW."grade" OR OLD."losses" IS DISTINCT FROM NEW."losses" OR OLD."run_id" IS DISTINCT FROM NEW."run_id") OR ((SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM results_indexrun WHERE id = NEW.run_id)) = 'closed') THEN RAISE EXCEPTION 'results_unitindex: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF ((SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM results_indexrun WHERE id = NEW.run_id)) = 'closed') THEN RAISE EXCEPTION 'results_unitindex: immutable' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
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
CREATE TABLE public.accounts_failures (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(32) NOT NULL,
    place character varying(32) NOT NULL,
    stranger boolean NOT NULL,
    clears timestamp with time zone NOT NULL,
    until timestamp with time zone
);
ALTER TABLE public.accounts_failures ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_failures_id_seq
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
    scope character varying(20) NOT NULL,
    CONSTRAINT membership_capacity_designed CHECK (((((role)::text = 'administrator'::text) AND ((scope)::text = 'province'::text)) OR (((role)::text = 'administrator'::text) AND ((scope)::text = 'own_tree'::text)) OR (((role)::text = 'coordinator'::text) AND ((scope)::text = 'province'::text)) OR (((role)::text = 'unit_head'::text) AND ((scope)::text = 'own_unit'::text)) OR (((role)::text = 'unit_clerk'::text) AND ((scope)::text = 'own_unit'::text)) OR (((role)::text = 'leader'::text) AND ((scope)::text = 'province'::text)) OR (((role)::text = 'leader'::text) AND ((scope)::text = 'own_tree'::text)))),
    CONSTRAINT membership_ends_after_it_begins CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
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
    name_key text NOT NULL,
    search text NOT NULL,
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
CREATE TABLE public.accounts_sentform (
    id bigint NOT NULL,
    key character varying(22) NOT NULL,
    page character varying(2000) NOT NULL,
    led_to character varying(2000) NOT NULL,
    at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    person_id bigint NOT NULL
);
ALTER TABLE public.accounts_sentform ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_sentform_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.audit_accessrecord (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kept_until timestamp with time zone NOT NULL,
    kind character varying(20) NOT NULL,
    person_id bigint,
    person character varying(200) NOT NULL,
    unit_id bigint,
    unit character varying(300) NOT NULL,
    role character varying(40) NOT NULL,
    address character varying(45) NOT NULL,
    subject character varying(1000) NOT NULL,
    page character varying(500) NOT NULL,
    search text NOT NULL,
    scope character varying(20) NOT NULL
);
ALTER TABLE public.audit_accessrecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_accessrecord_id_seq
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
    subject character varying(1000) NOT NULL,
    subject_id character varying(80) NOT NULL,
    facts jsonb NOT NULL,
    search text NOT NULL,
    digest_version smallint NOT NULL,
    scope character varying(20) NOT NULL,
    wrote jsonb NOT NULL,
    CONSTRAINT audit_entry_digest_version_check CHECK ((digest_version >= 0))
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
CREATE TABLE public.documents_errand (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    what character varying(10) NOT NULL,
    task character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT documents_errand_what_known CHECK (((what)::text = ANY ((ARRAY['reading'::character varying, 'file'::character varying, 'import'::character varying])::text[])))
);
ALTER TABLE public.documents_errand ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.documents_errand_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.documents_officialdocument (
    id bigint NOT NULL,
    kind character varying(100) NOT NULL,
    number character varying(50) NOT NULL,
    date date,
    issuer character varying(250) NOT NULL,
    title text NOT NULL,
    file_id bigint,
    CONSTRAINT documents_official_title_length CHECK ((length(title) <= 1000))
);
ALTER TABLE public.documents_officialdocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.documents_officialdocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.documents_preparedfile (
    id bigint NOT NULL,
    of character varying(200) NOT NULL,
    version character varying(70) NOT NULL,
    about jsonb NOT NULL,
    language character varying(10) NOT NULL,
    name character varying(200) NOT NULL,
    type character varying(10) NOT NULL,
    state character varying(10) NOT NULL,
    person_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT documents_prepared_state_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'done'::character varying, 'failed'::character varying])::text[])))
);
ALTER TABLE public.documents_preparedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.documents_preparedfile_id_seq
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
    CONSTRAINT plans_agency_confidence_known CHECK (((confidence)::text = ANY ((ARRAY['sure'::character varying, 'likely'::character varying, 'unsure'::character varying])::text[]))),
    CONSTRAINT plans_agency_length CHECK ((length(text) <= 20000))
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
    CONSTRAINT plans_measure_length CHECK (((length(number) <= 200) AND (length(objective) <= 20000) AND (length(task) <= 20000) AND (length(activity) <= 20000) AND (length(output) <= 20000) AND (length(shortcomings) <= 20000) AND (length(lead) <= 20000) AND (length(cooperating) <= 20000) AND (length(deadline) <= 20000) AND (length(extra) <= 20000))),
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
    CONSTRAINT plans_plan_state_known CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'submitted'::character varying, 'current'::character varying])::text[]))),
    CONSTRAINT plans_plan_title_length CHECK ((length(title) <= 1000)),
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
    scope character varying(20) NOT NULL,
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
    CONSTRAINT plans_section_length CHECK (((length(number) <= 200) AND (length(heading) <= 1000))),
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
CREATE TABLE public.plans_submission (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    person character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_by character varying(200) NOT NULL,
    reason character varying(500) NOT NULL,
    plan_id bigint NOT NULL
);
ALTER TABLE public.plans_submission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_submission_id_seq
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
    spelling text NOT NULL,
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
    spelling text NOT NULL,
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
    search_key text NOT NULL,
    sort_key text NOT NULL,
    spelling text NOT NULL,
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
    spelling text NOT NULL,
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
INSERT INTO public.accounts_membership VALUES (1, 'administrator', '2026-01-01', NULL, 1, 1, 'province');
INSERT INTO public.accounts_person VALUES (1, 'md5$tzU21C6qqYG7ZWtL5SiOt1$0a705778762599c6a2266bbf0b1d7c70', NULL, 'administrator-0', 'Chuyên viên Phú Thọ', '6dsxaj01ueaj01nds01rdk000045', 'chuyen vien phu tho administrator 0', true, false);
INSERT INTO public.audit_entry VALUES (1, '2026-11-29 06:50:14.00897+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'units.added', 'Phú Thọ', '1', '{"code": "", "kind": "province", "name": "Phú Thọ", "parent": "", "aliases": [], "valid_from": "1997-01-01", "valid_until": ""}', 'phu tho chuyen vien so noi vu so noi vu', 2, 'province', '{"units.unit": {"1": {"code": "", "kind": "province", "name": "Phú Thọ", "parent_id": null, "valid_from": "1997-01-01", "valid_until": null}}}');
INSERT INTO public.audit_entry VALUES (2, '2026-11-29 06:50:14.052049+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'accounts.person_added', 'Chuyên viên Phú Thọ', '1', '{"role": "administrator", "unit": "Phú Thọ", "scope": "province", "unit_id": 1, "username": "administrator-0"}', 'chuyen vien phu tho chuyen vien so noi vu so noi vu', 2, 'province', '{"accounts.person": {"1": {"name": "Chuyên viên Phú Thọ", "username": "administrator-0", "is_active": true}}, "accounts.membership": {"1": {"role": "administrator", "scope": "province", "unit_id": 1, "person_id": 1, "valid_from": "2026-01-01", "valid_until": null}}}');
INSERT INTO public.audit_entry VALUES (3, '2026-11-29 06:50:14.06512+00', 1, 'Chuyên viên Phú Thọ', 1, 'Phú Thọ', 'administrator', 'accounts.password_changed', 'Chuyên viên Phú Thọ', '1', '{}', 'chuyen vien phu tho chuyen vien phu tho phu tho', 2, 'province', '{}');
INSERT INTO public.audit_entry VALUES (4, '2026-11-29 06:50:14.086112+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.created', 'Kỳ đánh giá năm 2025', '1', '{"year": 2025, "province": "Phú Thọ"}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu', 2, 'province', '{"cycles.cycle": {"1": {"name": "Kỳ đánh giá năm 2025", "year": 2025, "state": "preparing", "province_id": 1}}}');
INSERT INTO public.audit_entry VALUES (5, '2026-11-29 06:50:14.093649+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'units.added', 'Sở Nội vụ', '2', '{"code": "", "kind": "department", "name": "Sở Nội vụ", "parent": "Phú Thọ", "aliases": [], "valid_from": "2020-01-01", "valid_until": ""}', 'so noi vu chuyen vien so noi vu so noi vu', 2, 'province', '{"units.unit": {"2": {"code": "", "kind": "department", "name": "Sở Nội vụ", "parent_id": 1, "valid_from": "2020-01-01", "valid_until": null}}}');
INSERT INTO public.audit_entry VALUES (6, '2026-11-29 06:50:14.106219+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'units.added', 'Sở Tài chính', '3', '{"code": "", "kind": "department", "name": "Sở Tài chính", "parent": "Phú Thọ", "aliases": [], "valid_from": "2020-01-01", "valid_until": ""}', 'so tai chinh chuyen vien so noi vu so noi vu', 2, 'province', '{"units.unit": {"3": {"code": "", "kind": "department", "name": "Sở Tài chính", "parent_id": 1, "valid_from": "2020-01-01", "valid_until": null}}}');
INSERT INTO public.audit_entry VALUES (7, '2026-11-29 06:50:14.117315+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'units.added', 'Sở Y tế', '4', '{"code": "", "kind": "department", "name": "Sở Y tế", "parent": "Phú Thọ", "aliases": [], "valid_from": "2020-01-01", "valid_until": ""}', 'so y te chuyen vien so noi vu so noi vu', 2, 'province', '{"units.unit": {"4": {"code": "", "kind": "department", "name": "Sở Y tế", "parent_id": 1, "valid_from": "2020-01-01", "valid_until": null}}}');
INSERT INTO public.audit_entry VALUES (8, '2026-11-29 06:50:14.133386+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.phases_changed', 'Kỳ đánh giá năm 2025', '1', '{"after": {"self_scoring": {"ends": "2026-01-10", "name": "Tự chấm điểm", "starts": "2025-12-01"}}, "before": {}}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu', 2, 'province', '{"cycles.phase": {"1/self_scoring": {"ends": "2026-01-10", "name": "Tự chấm điểm", "starts": "2025-12-01"}}}');
INSERT INTO public.audit_entry VALUES (9, '2026-11-29 06:50:14.158295+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'documents.stored', 'bo-tieu-chi.toml', '1', '{"size": 1036, "sha256": "ecc52eaaf94ef0a2418ddef3600571d77fcd1e7dfabdf509ab5313a622d5364b"}', 'bo tieu chi.toml chuyen vien so noi vu so noi vu', 2, 'province', '{"documents.file": {"1": {"name": "bo-tieu-chi.toml", "size": 1036, "sha256": "ecc52eaaf94ef0a2418ddef3600571d77fcd1e7dfabdf509ab5313a622d5364b"}}}');
INSERT INTO public.audit_entry VALUES (10, '2026-11-29 06:50:14.160894+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'criteria.uploaded', 'Bộ tiêu chí chấm thử (1)', '1', '{"set": "scored", "file": "bo-tieu-chi.toml", "total": "10", "leaves": 4, "sha256": "25c915b28251ce8b4526d1a6f3d39c3a1518caf8af5dbce6f3fe7a749bb1f48b", "version": "1"}', 'bo tieu chi cham thu (1) chuyen vien so noi vu so noi vu', 2, 'province', '{"criteria.version": {"1": {"state": "draft", "set_id": "scored", "sha256": "25c915b28251ce8b4526d1a6f3d39c3a1518caf8af5dbce6f3fe7a749bb1f48b", "version": "1"}}}');
INSERT INTO public.audit_entry VALUES (11, '2026-11-29 06:50:14.175106+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'criteria.published', 'Bộ tiêu chí chấm thử (1)', '1', '{"set": "scored", "basis": "", "sha256": "25c915b28251ce8b4526d1a6f3d39c3a1518caf8af5dbce6f3fe7a749bb1f48b", "version": "1"}', 'bo tieu chi cham thu (1) chuyen vien so noi vu so noi vu', 2, 'province', '{"criteria.version": {"1": {"state": "published", "set_id": "scored", "sha256": "25c915b28251ce8b4526d1a6f3d39c3a1518caf8af5dbce6f3fe7a749bb1f48b", "version": "1"}}}');
INSERT INTO public.audit_entry VALUES (12, '2026-11-29 06:50:14.185703+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.set_attached', 'Kỳ đánh giá năm 2025', '1', '{"group": "Các sở", "kinds": ["department"], "version": "Bộ tiêu chí chấm thử (1)"}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu', 2, 'province', '{"cycles.set": {"1": {"kinds": ["department"], "cycle_id": 1, "peer_group": "Các sở", "version_id": 1}}}');
INSERT INTO public.audit_entry VALUES (13, '2026-11-29 06:50:14.236267+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.participants_added', 'Kỳ đánh giá năm 2025', '1', '{"set": "Bộ tiêu chí chấm thử (1)", "count": 3, "units": ["Sở Nội vụ", "Sở Tài chính", "Sở Y tế"]}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu', 2, 'province', '{"cycles.participant": {"1": {"code": "", "name": "Sở Nội vụ", "unit_id": 2, "cycle_id": 1, "peer_group": "Các sở", "cycle_set_id": 1}, "2": {"code": "", "name": "Sở Tài chính", "unit_id": 3, "cycle_id": 1, "peer_group": "Các sở", "cycle_set_id": 1}, "3": {"code": "", "name": "Sở Y tế", "unit_id": 4, "cycle_id": 1, "peer_group": "Các sở", "cycle_set_id": 1}}}');
INSERT INTO public.audit_entry VALUES (14, '2026-11-29 06:50:14.25475+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.opened', 'Kỳ đánh giá năm 2025', '1', '{}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu', 2, 'province', '{"cycles.cycle": {"1": {"name": "Kỳ đánh giá năm 2025", "year": 2025, "state": "open", "province_id": 1}}}');
INSERT INTO public.audit_entry VALUES (15, '2026-11-29 06:50:14.303151+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'documents.stored', 'diem-2025.csv', '2', '{"size": 137, "sha256": "3905edb8abbac15bb53ee4a94e25ce3d7bb608445da829c6876a174e67e6d495"}', 'diem 2025.csv chuyen vien so noi vu so noi vu', 2, 'province', '{"documents.file": {"2": {"name": "diem-2025.csv", "size": 137, "sha256": "3905edb8abbac15bb53ee4a94e25ce3d7bb608445da829c6876a174e67e6d495"}}}');
INSERT INTO public.audit_entry VALUES (16, '2026-11-29 06:50:14.394377+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'results.import_applied', 'Kỳ đánh giá năm 2025', '1', '{"file": "diem-2025.csv", "count": 11, "import": 1, "sha256": "3905edb8abbac15bb53ee4a94e25ce3d7bb608445da829c6876a174e67e6d495", "difference": "4bbcab6f92abaaee03c5ad0566f02009deedac08ea7348efc89ff9553f7fad75"}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu', 2, 'province', '{"results.run": {"1": {"cause": "import", "computed": "6ba385ecda6fb5d64ed7b8082599f6278e2276d805e974554b8854be87a44c9d", "cycle_id": 1, "populations": {"1": {"Các sở": {"2.1": ["0.4", "0.8"]}}}}}}');
INSERT INTO public.audit_entry VALUES (17, '2026-11-29 06:50:14.780028+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'results.score_corrected', 'Sở Y tế', '3', '{"new": "1.25", "old": "–", "leaf": "1.2", "reason": "Biên bản số 12", "version": 1}', 'so y te chuyen vien so noi vu so noi vu', 2, 'province', '{"results.run": {"2": {"cause": "correction", "computed": "f245afe50299459c57057d95a52bbb4e7716922efbd25fb63f11cea138eb88ee", "cycle_id": 1, "populations": {"1": {"Các sở": {"2.1": ["0.4", "0.8"]}}}}}, "results.score": {"3/1.2": {"points": "1.25", "figures": null, "version": 1}}}');
INSERT INTO public.audit_entry VALUES (18, '2026-11-29 06:50:14.849211+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'results.score_corrected', 'Sở Tài chính', '2', '{"new": "4/3", "old": "1.5", "leaf": "1.2", "reason": "Kết luận thẩm định", "version": 2}', 'so tai chinh chuyen vien so noi vu so noi vu', 2, 'province', '{"results.run": {"3": {"cause": "correction", "computed": "9f19025b4e262ce7cb2cf29a23eb59186e4509723d12d2958c29d797e793b04c", "cycle_id": 1, "populations": {"1": {"Các sở": {"2.1": ["0.4", "0.8"]}}}}}, "results.score": {"2/1.2": {"points": "4/3", "figures": null, "version": 2}}}');
INSERT INTO public.audit_entry VALUES (19, '2026-11-29 06:50:14.913908+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.applicability_changed', 'Kỳ đánh giá năm 2025', '1', '{"on": {}, "off": {"Sở Y tế": ["2.1"]}, "count": 1, "reason": "Không có dịch vụ công"}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu', 2, 'province', '{"results.run": {"4": {"cause": "cycle", "computed": "ea51363bfff502b4dcdade67b405772040fd78f55f3839e147739e6c617ab653", "cycle_id": 1, "populations": {"1": {"Các sở": {"2.1": ["0.4", "0.8"]}}}}}, "cycles.not_applicable": {"3/2.1": {"reason": "Không có dịch vụ công"}}}');
INSERT INTO public.audit_entry VALUES (20, '2026-11-29 06:50:14.930241+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.closed', 'Kỳ đánh giá năm 2025', '1', '{}', 'ky danh gia nam 2025 chuyen vien so noi vu so noi vu', 2, 'province', '{"cycles.cycle": {"1": {"name": "Kỳ đánh giá năm 2025", "year": 2025, "state": "closed", "province_id": 1}}}');
INSERT INTO public.audit_entry VALUES (21, '2026-11-29 06:50:14.963116+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.created', 'Kỳ đánh giá năm 2026', '2', '{"year": 2026, "province": "Phú Thọ"}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu', 2, 'province', '{"cycles.cycle": {"2": {"name": "Kỳ đánh giá năm 2026", "year": 2026, "state": "preparing", "province_id": 1}}}');
INSERT INTO public.audit_entry VALUES (22, '2026-11-29 06:50:14.995337+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.phases_changed', 'Kỳ đánh giá năm 2026', '2', '{"after": {"self_scoring": {"ends": "2027-01-10", "name": "Tự chấm điểm", "starts": "2026-12-01"}}, "before": {}}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu', 2, 'province', '{"cycles.phase": {"2/self_scoring": {"ends": "2027-01-10", "name": "Tự chấm điểm", "starts": "2026-12-01"}}}');
INSERT INTO public.audit_entry VALUES (23, '2026-11-29 06:50:15.014417+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.set_attached', 'Kỳ đánh giá năm 2026', '2', '{"group": "Các sở", "kinds": ["department"], "version": "Bộ tiêu chí chấm thử (1)"}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu', 2, 'province', '{"cycles.set": {"2": {"kinds": ["department"], "cycle_id": 2, "peer_group": "Các sở", "version_id": 1}}}');
INSERT INTO public.audit_entry VALUES (24, '2026-11-29 06:50:15.047834+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.participants_added', 'Kỳ đánh giá năm 2026', '2', '{"set": "Bộ tiêu chí chấm thử (1)", "count": 3, "units": ["Sở Nội vụ", "Sở Tài chính", "Sở Y tế"]}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu', 2, 'province', '{"cycles.participant": {"4": {"code": "", "name": "Sở Nội vụ", "unit_id": 2, "cycle_id": 2, "peer_group": "Các sở", "cycle_set_id": 2}, "5": {"code": "", "name": "Sở Tài chính", "unit_id": 3, "cycle_id": 2, "peer_group": "Các sở", "cycle_set_id": 2}, "6": {"code": "", "name": "Sở Y tế", "unit_id": 4, "cycle_id": 2, "peer_group": "Các sở", "cycle_set_id": 2}}}');
INSERT INTO public.audit_entry VALUES (25, '2026-11-29 06:50:15.063062+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.opened', 'Kỳ đánh giá năm 2026', '2', '{}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu', 2, 'province', '{"cycles.cycle": {"2": {"name": "Kỳ đánh giá năm 2026", "year": 2026, "state": "open", "province_id": 1}}}');
INSERT INTO public.audit_entry VALUES (26, '2026-11-29 06:50:15.112221+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'documents.stored', 'diem-2026.csv', '3', '{"size": 137, "sha256": "3905edb8abbac15bb53ee4a94e25ce3d7bb608445da829c6876a174e67e6d495"}', 'diem 2026.csv chuyen vien so noi vu so noi vu', 2, 'province', '{"documents.file": {"3": {"name": "diem-2026.csv", "size": 137, "sha256": "3905edb8abbac15bb53ee4a94e25ce3d7bb608445da829c6876a174e67e6d495"}}}');
INSERT INTO public.audit_entry VALUES (27, '2026-11-29 06:50:15.159091+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'results.import_applied', 'Kỳ đánh giá năm 2026', '2', '{"file": "diem-2026.csv", "count": 11, "import": 2, "sha256": "3905edb8abbac15bb53ee4a94e25ce3d7bb608445da829c6876a174e67e6d495", "difference": "ffa05187f6fa7cab6892b85ffb1a2d813c73e305f18693382e67f7e7c1672ee3"}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu', 2, 'province', '{"results.run": {"5": {"cause": "import", "computed": "0c81cd7b0b422fcbb5614b28942b311e10e420c7302e21f0d80a43d75dd9a241", "cycle_id": 2, "populations": {"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}}}}');
INSERT INTO public.audit_entry VALUES (28, '2026-11-29 06:50:15.195735+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'documents.stored', 'diem-bo-sung.csv', '4', '{"size": 57, "sha256": "727930b67920e47bc69b072554c327bac1879d36a65724e82e17510851c5b17a"}', 'diem bo sung.csv chuyen vien so noi vu so noi vu', 2, 'province', '{"documents.file": {"4": {"name": "diem-bo-sung.csv", "size": 57, "sha256": "727930b67920e47bc69b072554c327bac1879d36a65724e82e17510851c5b17a"}}}');
INSERT INTO public.audit_entry VALUES (29, '2026-11-29 06:50:15.236877+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'results.import_applied', 'Kỳ đánh giá năm 2026', '2', '{"file": "diem-bo-sung.csv", "count": 3, "import": 3, "sha256": "727930b67920e47bc69b072554c327bac1879d36a65724e82e17510851c5b17a", "difference": "b419f5754209a3f10854c6f39046b4cf65bc80687f3f9e02051ab7908d699051"}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu', 2, 'province', '{"results.run": {"6": {"cause": "import", "computed": "f2e8510db177e7e36a3f374a7b8d3d2cdbf23de8c9e26da83ba74b954b29527f", "cycle_id": 2, "populations": {"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}}}}');
INSERT INTO public.audit_entry VALUES (30, '2026-11-29 06:50:15.267867+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'results.import_undone', 'Kỳ đánh giá năm 2026', '2', '{"file": "diem-bo-sung.csv", "count": 3, "import": 3, "sha256": "727930b67920e47bc69b072554c327bac1879d36a65724e82e17510851c5b17a", "difference": "b419f5754209a3f10854c6f39046b4cf65bc80687f3f9e02051ab7908d699051"}', 'ky danh gia nam 2026 chuyen vien so noi vu so noi vu', 2, 'province', '{"results.run": {"7": {"cause": "undo", "computed": "eebea0de02430fe1ab0ab26a0667b79359ec8b95cf5c418062a81e094240ac46", "cycle_id": 2, "populations": {"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}}}}');
INSERT INTO public.audit_entry VALUES (31, '2026-11-29 06:50:15.303223+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'results.score_corrected', 'Sở Y tế', '6', '{"new": "0.5", "old": "–", "leaf": "1.2", "reason": "Báo cáo gửi muộn", "version": 3}', 'so y te chuyen vien so noi vu so noi vu', 2, 'province', '{"results.run": {"8": {"cause": "correction", "computed": "afbb76e7e912df7ba424210ca73be2db3317d3b9cb6005bf5f3c87f6ce7fc17a", "cycle_id": 2, "populations": {"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}}}, "results.score": {"6/1.2": {"points": "0.5", "figures": null, "version": 3}}}');
INSERT INTO public.audit_entry VALUES (32, '2026-11-29 06:50:15.336544+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'results.score_corrected', 'Sở Nội vụ', '4', '{"new": "–", "old": "2.4", "leaf": "2.2", "reason": "Chờ kết quả khảo sát", "version": 4}', 'so noi vu chuyen vien so noi vu so noi vu', 2, 'province', '{"results.run": {"9": {"cause": "correction", "computed": "8328fc525c78ad7368fd50cca925cabee55f03b5ef468273ec71cc93693b37fb", "cycle_id": 2, "populations": {"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}}}, "results.score": {"4/2.2": {"points": "", "figures": null, "version": 4}}}');
INSERT INTO public.audit_entry VALUES (33, '2026-11-29 06:50:15.367854+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'documents.stored', 'diem-cho.csv', '5', '{"size": 35, "sha256": "5d0f38dd5a1277e6b29a7bbd41b53b83e36daab9a0dc404435dfb67d15cfe4a9"}', 'diem cho.csv chuyen vien so noi vu so noi vu', 2, 'province', '{"documents.file": {"5": {"name": "diem-cho.csv", "size": 35, "sha256": "5d0f38dd5a1277e6b29a7bbd41b53b83e36daab9a0dc404435dfb67d15cfe4a9"}}}');
INSERT INTO public.audit_entry VALUES (34, '2026-11-29 06:50:15.378106+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.created', 'Kế hoạch cải cách hành chính', '1', '{"unit": "Phú Thọ", "year": 2026}', 'ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu', 2, 'province', '{"plans.plan": {"1": {"kind": "reform", "year": 2026, "state": "draft", "title": "Kế hoạch cải cách hành chính", "unit_id": 1}}}');
INSERT INTO public.audit_entry VALUES (35, '2026-11-29 06:50:15.391451+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.section_added', 'Kế hoạch cải cách hành chính', '1', '{"section": "Thể chế"}', 'ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu', 2, 'province', '{}');
INSERT INTO public.audit_entry VALUES (36, '2026-11-29 06:50:15.442158+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.measure_added', 'Kế hoạch cải cách hành chính', '1', '{"texts": {"lead": "Sở Nội vụ", "task": "Ban hành kế hoạch cải cách hành chính", "extra": "", "number": "", "output": "", "activity": "", "deadline": "Trước ngày 31/3/2026", "objective": "", "cooperating": "", "shortcomings": ""}, "number": "", "measure": 1}', 'ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu', 2, 'province', '{}');
INSERT INTO public.audit_entry VALUES (37, '2026-11-29 06:50:15.456856+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.section_added', 'Kế hoạch cải cách hành chính', '1', '{"section": "Cải cách thủ tục hành chính"}', 'ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu', 2, 'province', '{}');
INSERT INTO public.audit_entry VALUES (38, '2026-11-29 06:50:15.481233+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.measure_added', 'Kế hoạch cải cách hành chính', '1', '{"texts": {"lead": "", "task": "Rà soát thủ tục hành chính", "extra": "", "number": "", "output": "", "activity": "", "deadline": "", "objective": "", "cooperating": "", "shortcomings": ""}, "number": "", "measure": 2}', 'ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu', 2, 'province', '{}');
INSERT INTO public.audit_entry VALUES (39, '2026-11-29 06:50:15.522861+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.changed', 'Kế hoạch cải cách hành chính', '1', '{"changes": {"date": ["None", "2026-01-15"], "issuer": ["", "UBND tỉnh"], "number": ["", "12/KH-UBND"], "working_days": ["False", "True"]}}', 'ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu', 2, 'province', '{"plans.plan": {"1": {"kind": "reform", "year": 2026, "state": "draft", "title": "Kế hoạch cải cách hành chính", "unit_id": 1}}}');
INSERT INTO public.audit_entry VALUES (40, '2026-11-29 06:50:15.527707+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'cycles.holidays_added', '2026', '', '{"days": [{"on": "2026-03-31", "name": "Ngày nghỉ thử", "worked": false}], "count": 1}', '2026 chuyen vien so noi vu so noi vu', 2, 'province', '{}');
INSERT INTO public.audit_entry VALUES (41, '2026-11-29 06:50:15.550032+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'coordinator', 'plans.plan_made', 'Kế hoạch cải cách hành chính', '1', '{"version": 6, "document": "12/KH-UBND"}', 'ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu', 2, 'province', '{"plans.plan": {"1": {"kind": "reform", "year": 2026, "state": "current", "title": "Kế hoạch cải cách hành chính", "unit_id": 1}}}');
INSERT INTO public.audit_entry VALUES (42, '2026-11-29 06:50:15.558309+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.created', 'Kế hoạch khắc phục', '2', '{"unit": "Phú Thọ", "year": 2026}', 'ke hoach khac phuc chuyen vien so noi vu so noi vu', 2, 'province', '{"plans.plan": {"2": {"kind": "reform", "year": 2026, "state": "draft", "title": "Kế hoạch khắc phục", "unit_id": 1}}}');
INSERT INTO public.audit_entry VALUES (43, '2026-11-29 06:50:15.567843+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.section_added', 'Kế hoạch khắc phục', '2', '{"section": "Thể chế"}', 'ke hoach khac phuc chuyen vien so noi vu so noi vu', 2, 'province', '{}');
INSERT INTO public.audit_entry VALUES (44, '2026-11-29 06:50:15.584274+00', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', 'administrator', 'plans.measure_added', 'Kế hoạch khắc phục', '2', '{"texts": {"lead": "", "task": "Khắc phục tiêu chí 1.2", "extra": "", "number": "", "output": "", "activity": "", "deadline": "", "objective": "", "cooperating": "", "shortcomings": ""}, "number": "", "measure": 3}', 'ke hoach khac phuc chuyen vien so noi vu so noi vu', 2, 'province', '{}');
INSERT INTO public.audit_seal VALUES (1, 1, 'a4843afaaee008e221bb5d80acb345c77384206faeb52ce221c90aad3ba7d063', '2026-11-29 06:50:15.597292+00');
INSERT INTO public.audit_seal VALUES (2, 2, '697d259d30f88673babbacd1e9fae82322b47d0a319d33bce54f8430dc03bd0a', '2026-11-29 06:50:15.59731+00');
INSERT INTO public.audit_seal VALUES (3, 3, '0f69abeee43a454db1a268d94b730530828d047885d0daf60a9ab836a568c88b', '2026-11-29 06:50:15.597317+00');
INSERT INTO public.audit_seal VALUES (4, 4, 'c458f3793f731a4d46d28160304d4a6e1af57dacc322ebb1a4c46d9fff8d41c4', '2026-11-29 06:50:15.597322+00');
INSERT INTO public.audit_seal VALUES (5, 5, '082ec6cc32e8b71ac85bf09280bb9db26ef71128d368033ed10e45a8fb91a1f2', '2026-11-29 06:50:15.597328+00');
INSERT INTO public.audit_seal VALUES (6, 6, '77b25cc7b8b388d32fdd40d4da8fd06890cf9fca9a8aa858d997337516d90869', '2026-11-29 06:50:15.597333+00');
INSERT INTO public.audit_seal VALUES (7, 7, '8774c252da378100c3711f2ed479c6d215f431e4f3ac836c75fdbc4e8c4247f0', '2026-11-29 06:50:15.597338+00');
INSERT INTO public.audit_seal VALUES (8, 8, 'e46e64780ae96f12bfcf996c5822b6a878a8c6d2adc16514dccd1504e311e5cb', '2026-11-29 06:50:15.597343+00');
INSERT INTO public.audit_seal VALUES (9, 9, 'cdf1b1862f1ddb03cf57bedf238f9b7c9dac68ce4ca87dae06101188f914b434', '2026-11-29 06:50:15.597347+00');
INSERT INTO public.audit_seal VALUES (10, 10, 'e013318abe90b39c0d98839e563dbc9c3a05df263e229924d5c9837bb81253c0', '2026-11-29 06:50:15.597352+00');
INSERT INTO public.audit_seal VALUES (11, 11, '77ca6c78deffaee4b38c97f4ec63784b4bc652957384176fe1ffa7b58b1b8083', '2026-11-29 06:50:15.597356+00');
INSERT INTO public.audit_seal VALUES (12, 12, '494e700b92fd462ddf24f295a5e80d0be6f318133f5fb3eb360eed4160d80c73', '2026-11-29 06:50:15.59736+00');
INSERT INTO public.audit_seal VALUES (13, 13, '77263ea543a006d32c5b229185a9882c99daaef1e303bf160d0f79fcb1b7e7f5', '2026-11-29 06:50:15.597365+00');
INSERT INTO public.audit_seal VALUES (14, 14, 'c2da9d57b04f2dac223f06ec271cd6b932d8df0249d839a89b405397f1a0e626', '2026-11-29 06:50:15.597369+00');
INSERT INTO public.audit_seal VALUES (15, 15, '2ece2fa44293d29eb774cd21897c275a8728d26cc1490457d68afc276e914ab4', '2026-11-29 06:50:15.597374+00');
INSERT INTO public.audit_seal VALUES (16, 16, '634e80b8878320b3c677241d364012ba875102670df0959b81ecae849c10295a', '2026-11-29 06:50:15.597378+00');
INSERT INTO public.audit_seal VALUES (17, 17, 'ccb36395c4dd75eeb671f794fa006fc9563a82b60cc301035221aba97a2242a1', '2026-11-29 06:50:15.597383+00');
INSERT INTO public.audit_seal VALUES (18, 18, 'e44df1a33654610ca010d92bef9f249571cd8dfae9cc1bc0955154f13fb71375', '2026-11-29 06:50:15.597388+00');
INSERT INTO public.audit_seal VALUES (19, 19, '197b35b48a32d93afa9232e45e80ad5e4f0ea7167db5bc027fab50b6e904c167', '2026-11-29 06:50:15.597392+00');
INSERT INTO public.audit_seal VALUES (20, 20, '973407697da87dae29272bfeaa2c9b98c849a1a039a79b77ca6e09ce78d2b02e', '2026-11-29 06:50:15.597396+00');
INSERT INTO public.audit_seal VALUES (21, 21, '829396ebcc7b89ee97779574ad189050c6648b063ea02ff657b26c4c85aabdf7', '2026-11-29 06:50:15.597401+00');
INSERT INTO public.audit_seal VALUES (22, 22, '518b0bed5701953490273174a4aa0c06fd2f931c8218beacc7d2878a112164f2', '2026-11-29 06:50:15.597406+00');
INSERT INTO public.audit_seal VALUES (23, 23, '141d7bf2e647cfb7ada703e80265f323af42cddd0af17ca41fb8494a4f1741a1', '2026-11-29 06:50:15.597411+00');
INSERT INTO public.audit_seal VALUES (24, 24, '48fc1748bb424e4410a001dd59eb77fa2189a1cf1cbb71a6c36ee9bcb5e71fde', '2026-11-29 06:50:15.597415+00');
INSERT INTO public.audit_seal VALUES (25, 25, 'b5f64a790b2daae084ca2a9ce7c8358e219ea953096a5221e609f17fdf85a702', '2026-11-29 06:50:15.59742+00');
INSERT INTO public.audit_seal VALUES (26, 26, '2fe16b7cce76e80a0cf436e1f44c708b2551e0255311a7c7dc5a216096b54feb', '2026-11-29 06:50:15.597424+00');
INSERT INTO public.audit_seal VALUES (27, 27, '925bd2073747e6a65cfe649bcadc35344ddbb79aed559954acc330fa5995dc75', '2026-11-29 06:50:15.597428+00');
INSERT INTO public.audit_seal VALUES (28, 28, '1abcb9e0cb30485de29680223ac617e361f4537d5b4cab889f7ae39c7a64db12', '2026-11-29 06:50:15.597433+00');
INSERT INTO public.audit_seal VALUES (29, 29, 'feab8e04bee8d11d4a505f4610621aca6654a53fe036333bec2a4c3f0319fd96', '2026-11-29 06:50:15.597437+00');
INSERT INTO public.audit_seal VALUES (30, 30, '5772d47e8c9d2af610120f293dff72d82cf435772a3083a0051e2a101ba2622f', '2026-11-29 06:50:15.597442+00');
INSERT INTO public.audit_seal VALUES (31, 31, '695fc24a901221a22f9f40473ed33df72a9ee20a14773491a91dc9db3c6e47a3', '2026-11-29 06:50:15.597446+00');
INSERT INTO public.audit_seal VALUES (32, 32, '90bdee6bb8adb0766e9b1df498599bf0c085992933386506eebc3d80a042702c', '2026-11-29 06:50:15.597451+00');
INSERT INTO public.audit_seal VALUES (33, 33, '308aeb3e35c1a33ddac71c096e3d7342137eec5192d762a3df4155d5b4902650', '2026-11-29 06:50:15.597455+00');
INSERT INTO public.audit_seal VALUES (34, 34, '3af3d8b7111eb7b59c5759db779b1d92e9beb434661eb6ce1d3b68ac575c66b8', '2026-11-29 06:50:15.597459+00');
INSERT INTO public.audit_seal VALUES (35, 35, 'a99a3a139b99394057ccfb17b1f286d9e7bb8068fd98a4deb21fdd0fbf8c39cb', '2026-11-29 06:50:15.597464+00');
INSERT INTO public.audit_seal VALUES (36, 36, 'dd0846f893bc7705d4279ec3a426fa2a4054db74d4b41068762aae219fed2dc5', '2026-11-29 06:50:15.597468+00');
INSERT INTO public.audit_seal VALUES (37, 37, '2a263b76ebabf0588132afe1e4e595a00f2d11041e7e771e10520333b42b3e3f', '2026-11-29 06:50:15.597473+00');
INSERT INTO public.audit_seal VALUES (38, 38, '9b8f8f4c1f54e9bcf4a7c16a4870c939bace0dc4ff2de20e6fb5aab6ce1fc469', '2026-11-29 06:50:15.597477+00');
INSERT INTO public.audit_seal VALUES (39, 39, 'ae1b506a864830ef81a3dfd604463aaea4af056382a5ad4ce76f720f8bed343f', '2026-11-29 06:50:15.597482+00');
INSERT INTO public.audit_seal VALUES (40, 40, 'b82f2eb6d324318bbd563c5146ca9b1b34495770f95fe6e969227ff018fe8b89', '2026-11-29 06:50:15.597486+00');
INSERT INTO public.audit_seal VALUES (41, 41, '8f27d780fc56cac279f194a5ee3368873ef0cb3a9bf78023e4c24583d98bbeb6', '2026-11-29 06:50:15.597491+00');
INSERT INTO public.audit_seal VALUES (42, 42, 'b87a75034195745750e9c750741be81a717970d640d995471231fd15416169a4', '2026-11-29 06:50:15.597495+00');
INSERT INTO public.audit_seal VALUES (43, 43, '4614111b0c2b49e9717e75ed8deb77f223f0293542362d403e9d7b9e5ba02d36', '2026-11-29 06:50:15.597499+00');
INSERT INTO public.audit_seal VALUES (44, 44, 'f32d52941e90e9ff1bf0bc4d499bd971f0893c1f6fd646f84414d8dafd0aa392', '2026-11-29 06:50:15.597504+00');
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
INSERT INTO public.auth_permission VALUES (57, 'Can add submission', 15, 'add_submission');
INSERT INTO public.auth_permission VALUES (58, 'Can change submission', 15, 'change_submission');
INSERT INTO public.auth_permission VALUES (59, 'Can delete submission', 15, 'delete_submission');
INSERT INTO public.auth_permission VALUES (60, 'Can view submission', 15, 'view_submission');
INSERT INTO public.auth_permission VALUES (61, 'Can add cycle', 16, 'add_cycle');
INSERT INTO public.auth_permission VALUES (62, 'Can change cycle', 16, 'change_cycle');
INSERT INTO public.auth_permission VALUES (63, 'Can delete cycle', 16, 'delete_cycle');
INSERT INTO public.auth_permission VALUES (64, 'Can view cycle', 16, 'view_cycle');
INSERT INTO public.auth_permission VALUES (65, 'Can add cycle set', 17, 'add_cycleset');
INSERT INTO public.auth_permission VALUES (66, 'Can change cycle set', 17, 'change_cycleset');
INSERT INTO public.auth_permission VALUES (67, 'Can delete cycle set', 17, 'delete_cycleset');
INSERT INTO public.auth_permission VALUES (68, 'Can view cycle set', 17, 'view_cycleset');
INSERT INTO public.auth_permission VALUES (69, 'Can add participant', 18, 'add_participant');
INSERT INTO public.auth_permission VALUES (70, 'Can change participant', 18, 'change_participant');
INSERT INTO public.auth_permission VALUES (71, 'Can delete participant', 18, 'delete_participant');
INSERT INTO public.auth_permission VALUES (72, 'Can view participant', 18, 'view_participant');
INSERT INTO public.auth_permission VALUES (73, 'Can add not applicable', 19, 'add_notapplicable');
INSERT INTO public.auth_permission VALUES (74, 'Can change not applicable', 19, 'change_notapplicable');
INSERT INTO public.auth_permission VALUES (75, 'Can delete not applicable', 19, 'delete_notapplicable');
INSERT INTO public.auth_permission VALUES (76, 'Can view not applicable', 19, 'view_notapplicable');
INSERT INTO public.auth_permission VALUES (77, 'Can add phase', 20, 'add_phase');
INSERT INTO public.auth_permission VALUES (78, 'Can change phase', 20, 'change_phase');
INSERT INTO public.auth_permission VALUES (79, 'Can delete phase', 20, 'delete_phase');
INSERT INTO public.auth_permission VALUES (80, 'Can view phase', 20, 'view_phase');
INSERT INTO public.auth_permission VALUES (81, 'Can add holiday', 21, 'add_holiday');
INSERT INTO public.auth_permission VALUES (82, 'Can change holiday', 21, 'change_holiday');
INSERT INTO public.auth_permission VALUES (83, 'Can delete holiday', 21, 'delete_holiday');
INSERT INTO public.auth_permission VALUES (84, 'Can view holiday', 21, 'view_holiday');
INSERT INTO public.auth_permission VALUES (85, 'Can add criteria version', 22, 'add_criteriaversion');
INSERT INTO public.auth_permission VALUES (86, 'Can change criteria version', 22, 'change_criteriaversion');
INSERT INTO public.auth_permission VALUES (87, 'Can delete criteria version', 22, 'delete_criteriaversion');
INSERT INTO public.auth_permission VALUES (88, 'Can view criteria version', 22, 'view_criteriaversion');
INSERT INTO public.auth_permission VALUES (89, 'Can add person', 23, 'add_person');
INSERT INTO public.auth_permission VALUES (90, 'Can change person', 23, 'change_person');
INSERT INTO public.auth_permission VALUES (91, 'Can delete person', 23, 'delete_person');
INSERT INTO public.auth_permission VALUES (92, 'Can view person', 23, 'view_person');
INSERT INTO public.auth_permission VALUES (93, 'Can add membership', 24, 'add_membership');
INSERT INTO public.auth_permission VALUES (94, 'Can change membership', 24, 'change_membership');
INSERT INTO public.auth_permission VALUES (95, 'Can delete membership', 24, 'delete_membership');
INSERT INTO public.auth_permission VALUES (96, 'Can view membership', 24, 'view_membership');
INSERT INTO public.auth_permission VALUES (97, 'Can add sent form', 25, 'add_sentform');
INSERT INTO public.auth_permission VALUES (98, 'Can change sent form', 25, 'change_sentform');
INSERT INTO public.auth_permission VALUES (99, 'Can delete sent form', 25, 'delete_sentform');
INSERT INTO public.auth_permission VALUES (100, 'Can view sent form', 25, 'view_sentform');
INSERT INTO public.auth_permission VALUES (101, 'Can add failures', 26, 'add_failures');
INSERT INTO public.auth_permission VALUES (102, 'Can change failures', 26, 'change_failures');
INSERT INTO public.auth_permission VALUES (103, 'Can delete failures', 26, 'delete_failures');
INSERT INTO public.auth_permission VALUES (104, 'Can view failures', 26, 'view_failures');
INSERT INTO public.auth_permission VALUES (105, 'Can add stored file', 27, 'add_storedfile');
INSERT INTO public.auth_permission VALUES (106, 'Can change stored file', 27, 'change_storedfile');
INSERT INTO public.auth_permission VALUES (107, 'Can delete stored file', 27, 'delete_storedfile');
INSERT INTO public.auth_permission VALUES (108, 'Can view stored file', 27, 'view_storedfile');
INSERT INTO public.auth_permission VALUES (109, 'Can add official document', 28, 'add_officialdocument');
INSERT INTO public.auth_permission VALUES (110, 'Can change official document', 28, 'change_officialdocument');
INSERT INTO public.auth_permission VALUES (111, 'Can delete official document', 28, 'delete_officialdocument');
INSERT INTO public.auth_permission VALUES (112, 'Can view official document', 28, 'view_officialdocument');
INSERT INTO public.auth_permission VALUES (113, 'Can add errand', 29, 'add_errand');
INSERT INTO public.auth_permission VALUES (114, 'Can change errand', 29, 'change_errand');
INSERT INTO public.auth_permission VALUES (115, 'Can delete errand', 29, 'delete_errand');
INSERT INTO public.auth_permission VALUES (116, 'Can view errand', 29, 'view_errand');
INSERT INTO public.auth_permission VALUES (117, 'Can add prepared file', 30, 'add_preparedfile');
INSERT INTO public.auth_permission VALUES (118, 'Can change prepared file', 30, 'change_preparedfile');
INSERT INTO public.auth_permission VALUES (119, 'Can delete prepared file', 30, 'delete_preparedfile');
INSERT INTO public.auth_permission VALUES (120, 'Can view prepared file', 30, 'view_preparedfile');
INSERT INTO public.auth_permission VALUES (121, 'Can add unit', 31, 'add_unit');
INSERT INTO public.auth_permission VALUES (122, 'Can change unit', 31, 'change_unit');
INSERT INTO public.auth_permission VALUES (123, 'Can delete unit', 31, 'delete_unit');
INSERT INTO public.auth_permission VALUES (124, 'Can view unit', 31, 'view_unit');
INSERT INTO public.auth_permission VALUES (125, 'Can add lineage', 32, 'add_lineage');
INSERT INTO public.auth_permission VALUES (126, 'Can change lineage', 32, 'change_lineage');
INSERT INTO public.auth_permission VALUES (127, 'Can delete lineage', 32, 'delete_lineage');
INSERT INTO public.auth_permission VALUES (128, 'Can view lineage', 32, 'view_lineage');
INSERT INTO public.auth_permission VALUES (129, 'Can add alias', 33, 'add_alias');
INSERT INTO public.auth_permission VALUES (130, 'Can change alias', 33, 'change_alias');
INSERT INTO public.auth_permission VALUES (131, 'Can delete alias', 33, 'delete_alias');
INSERT INTO public.auth_permission VALUES (132, 'Can view alias', 33, 'view_alias');
INSERT INTO public.auth_permission VALUES (133, 'Can add agency group', 34, 'add_agencygroup');
INSERT INTO public.auth_permission VALUES (134, 'Can change agency group', 34, 'change_agencygroup');
INSERT INTO public.auth_permission VALUES (135, 'Can delete agency group', 34, 'delete_agencygroup');
INSERT INTO public.auth_permission VALUES (136, 'Can view agency group', 34, 'view_agencygroup');
INSERT INTO public.auth_permission VALUES (137, 'Can add wording', 35, 'add_wording');
INSERT INTO public.auth_permission VALUES (138, 'Can change wording', 35, 'change_wording');
INSERT INTO public.auth_permission VALUES (139, 'Can delete wording', 35, 'delete_wording');
INSERT INTO public.auth_permission VALUES (140, 'Can view wording', 35, 'view_wording');
INSERT INTO public.auth_permission VALUES (141, 'Can add seal', 36, 'add_seal');
INSERT INTO public.auth_permission VALUES (142, 'Can change seal', 36, 'change_seal');
INSERT INTO public.auth_permission VALUES (143, 'Can delete seal', 36, 'delete_seal');
INSERT INTO public.auth_permission VALUES (144, 'Can view seal', 36, 'view_seal');
INSERT INTO public.auth_permission VALUES (145, 'Can add entry', 37, 'add_entry');
INSERT INTO public.auth_permission VALUES (146, 'Can change entry', 37, 'change_entry');
INSERT INTO public.auth_permission VALUES (147, 'Can delete entry', 37, 'delete_entry');
INSERT INTO public.auth_permission VALUES (148, 'Can view entry', 37, 'view_entry');
INSERT INTO public.auth_permission VALUES (149, 'Can add access record', 38, 'add_accessrecord');
INSERT INTO public.auth_permission VALUES (150, 'Can change access record', 38, 'change_accessrecord');
INSERT INTO public.auth_permission VALUES (151, 'Can delete access record', 38, 'delete_accessrecord');
INSERT INTO public.auth_permission VALUES (152, 'Can view access record', 38, 'view_accessrecord');
INSERT INTO public.auth_permission VALUES (153, 'Can add permission', 39, 'add_permission');
INSERT INTO public.auth_permission VALUES (154, 'Can change permission', 39, 'change_permission');
INSERT INTO public.auth_permission VALUES (155, 'Can delete permission', 39, 'delete_permission');
INSERT INTO public.auth_permission VALUES (156, 'Can view permission', 39, 'view_permission');
INSERT INTO public.auth_permission VALUES (157, 'Can add group', 40, 'add_group');
INSERT INTO public.auth_permission VALUES (158, 'Can change group', 40, 'change_group');
INSERT INTO public.auth_permission VALUES (159, 'Can delete group', 40, 'delete_group');
INSERT INTO public.auth_permission VALUES (160, 'Can view group', 40, 'view_group');
INSERT INTO public.auth_permission VALUES (161, 'Can add content type', 41, 'add_contenttype');
INSERT INTO public.auth_permission VALUES (162, 'Can change content type', 41, 'change_contenttype');
INSERT INTO public.auth_permission VALUES (163, 'Can delete content type', 41, 'delete_contenttype');
INSERT INTO public.auth_permission VALUES (164, 'Can view content type', 41, 'view_contenttype');
INSERT INTO public.auth_permission VALUES (165, 'Can add session', 42, 'add_session');
INSERT INTO public.auth_permission VALUES (166, 'Can change session', 42, 'change_session');
INSERT INTO public.auth_permission VALUES (167, 'Can delete session', 42, 'delete_session');
INSERT INTO public.auth_permission VALUES (168, 'Can view session', 42, 'view_session');
INSERT INTO public.auth_permission VALUES (169, 'Can add Task Result', 43, 'add_dbtaskresult');
INSERT INTO public.auth_permission VALUES (170, 'Can change Task Result', 43, 'change_dbtaskresult');
INSERT INTO public.auth_permission VALUES (171, 'Can delete Task Result', 43, 'delete_dbtaskresult');
INSERT INTO public.auth_permission VALUES (172, 'Can view Task Result', 43, 'view_dbtaskresult');
INSERT INTO public.auth_permission VALUES (173, 'Can add email address', 44, 'add_emailaddress');
INSERT INTO public.auth_permission VALUES (174, 'Can change email address', 44, 'change_emailaddress');
INSERT INTO public.auth_permission VALUES (175, 'Can delete email address', 44, 'delete_emailaddress');
INSERT INTO public.auth_permission VALUES (176, 'Can view email address', 44, 'view_emailaddress');
INSERT INTO public.auth_permission VALUES (177, 'Can add email confirmation', 45, 'add_emailconfirmation');
INSERT INTO public.auth_permission VALUES (178, 'Can change email confirmation', 45, 'change_emailconfirmation');
INSERT INTO public.auth_permission VALUES (179, 'Can delete email confirmation', 45, 'delete_emailconfirmation');
INSERT INTO public.auth_permission VALUES (180, 'Can view email confirmation', 45, 'view_emailconfirmation');
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
', '25c915b28251ce8b4526d1a6f3d39c3a1518caf8af5dbce6f3fe7a749bb1f48b', '2026-11-29 06:50:14.143678+00', '2026-11-29 06:50:14.16903+00', '{"unit": "Sở Nội vụ", "person": "Chuyên viên Sở Nội vụ", "person_id": 1}', '', NULL, NULL, 4, 1, '10');
INSERT INTO public.cycles_cycle VALUES (1, 2025, 'Kỳ đánh giá năm 2025', 'closed', 1);
INSERT INTO public.cycles_cycle VALUES (2, 2026, 'Kỳ đánh giá năm 2026', 'open', 1);
INSERT INTO public.cycles_cycleset VALUES (1, '["department"]', 'Các sở', 1, 1);
INSERT INTO public.cycles_cycleset VALUES (2, '["department"]', 'Các sở', 2, 1);
INSERT INTO public.cycles_holiday VALUES (1, '2026-03-31', 'Ngày nghỉ thử', false);
INSERT INTO public.cycles_notapplicable VALUES (1, '2.1', 'Không có dịch vụ công', 3);
INSERT INTO public.cycles_participant VALUES (1, 'Các sở', 'Sở Nội vụ', '', 1, 1, 1, 2);
INSERT INTO public.cycles_participant VALUES (2, 'Các sở', 'Sở Tài chính', '', 2, 1, 1, 3);
INSERT INTO public.cycles_participant VALUES (3, 'Các sở', 'Sở Y tế', '', 3, 1, 1, 4);
INSERT INTO public.cycles_participant VALUES (4, 'Các sở', 'Sở Nội vụ', '', 1, 2, 2, 2);
INSERT INTO public.cycles_participant VALUES (5, 'Các sở', 'Sở Tài chính', '', 2, 2, 2, 3);
INSERT INTO public.cycles_participant VALUES (6, 'Các sở', 'Sở Y tế', '', 3, 2, 2, 4);
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
INSERT INTO public.django_content_type VALUES (15, 'plans', 'submission');
INSERT INTO public.django_content_type VALUES (16, 'cycles', 'cycle');
INSERT INTO public.django_content_type VALUES (17, 'cycles', 'cycleset');
INSERT INTO public.django_content_type VALUES (18, 'cycles', 'participant');
INSERT INTO public.django_content_type VALUES (19, 'cycles', 'notapplicable');
INSERT INTO public.django_content_type VALUES (20, 'cycles', 'phase');
INSERT INTO public.django_content_type VALUES (21, 'cycles', 'holiday');
INSERT INTO public.django_content_type VALUES (22, 'criteria', 'criteriaversion');
INSERT INTO public.django_content_type VALUES (23, 'accounts', 'person');
INSERT INTO public.django_content_type VALUES (24, 'accounts', 'membership');
INSERT INTO public.django_content_type VALUES (25, 'accounts', 'sentform');
INSERT INTO public.django_content_type VALUES (26, 'accounts', 'failures');
INSERT INTO public.django_content_type VALUES (27, 'documents', 'storedfile');
INSERT INTO public.django_content_type VALUES (28, 'documents', 'officialdocument');
INSERT INTO public.django_content_type VALUES (29, 'documents', 'errand');
INSERT INTO public.django_content_type VALUES (30, 'documents', 'preparedfile');
INSERT INTO public.django_content_type VALUES (31, 'units', 'unit');
INSERT INTO public.django_content_type VALUES (32, 'units', 'lineage');
INSERT INTO public.django_content_type VALUES (33, 'units', 'alias');
INSERT INTO public.django_content_type VALUES (34, 'units', 'agencygroup');
INSERT INTO public.django_content_type VALUES (35, 'units', 'wording');
INSERT INTO public.django_content_type VALUES (36, 'audit', 'seal');
INSERT INTO public.django_content_type VALUES (37, 'audit', 'entry');
INSERT INTO public.django_content_type VALUES (38, 'audit', 'accessrecord');
INSERT INTO public.django_content_type VALUES (39, 'auth', 'permission');
INSERT INTO public.django_content_type VALUES (40, 'auth', 'group');
INSERT INTO public.django_content_type VALUES (41, 'contenttypes', 'contenttype');
INSERT INTO public.django_content_type VALUES (42, 'sessions', 'session');
INSERT INTO public.django_content_type VALUES (43, 'django_tasks_database', 'dbtaskresult');
INSERT INTO public.django_content_type VALUES (44, 'account', 'emailaddress');
INSERT INTO public.django_content_type VALUES (45, 'account', 'emailconfirmation');
INSERT INTO public.django_migrations VALUES (1, 'units', '0001_initial', '2026-11-29 06:50:10.245582+00');
INSERT INTO public.django_migrations VALUES (2, 'accounts', '0001_initial', '2026-11-29 06:50:10.307889+00');
INSERT INTO public.django_migrations VALUES (3, 'account', '0001_initial', '2026-11-29 06:50:10.359772+00');
INSERT INTO public.django_migrations VALUES (4, 'account', '0002_email_max_length', '2026-11-29 06:50:10.383768+00');
INSERT INTO public.django_migrations VALUES (5, 'account', '0003_alter_emailaddress_create_unique_verified_email', '2026-11-29 06:50:10.415754+00');
INSERT INTO public.django_migrations VALUES (6, 'account', '0004_alter_emailaddress_drop_unique_email', '2026-11-29 06:50:10.448493+00');
INSERT INTO public.django_migrations VALUES (7, 'account', '0005_emailaddress_idx_upper_email', '2026-11-29 06:50:10.476525+00');
INSERT INTO public.django_migrations VALUES (8, 'account', '0006_emailaddress_lower', '2026-11-29 06:50:10.51242+00');
INSERT INTO public.django_migrations VALUES (9, 'account', '0007_emailaddress_idx_email', '2026-11-29 06:50:10.532718+00');
INSERT INTO public.django_migrations VALUES (10, 'account', '0008_emailaddress_unique_primary_email_fixup', '2026-11-29 06:50:10.565298+00');
INSERT INTO public.django_migrations VALUES (11, 'account', '0009_emailaddress_unique_primary_email', '2026-11-29 06:50:10.577612+00');
INSERT INTO public.django_migrations VALUES (12, 'accounts', '0002_sent_forms', '2026-11-29 06:50:10.635779+00');
INSERT INTO public.django_migrations VALUES (13, 'accounts', '0003_failures', '2026-11-29 06:50:10.655707+00');
INSERT INTO public.django_migrations VALUES (14, 'accounts', '0004_lengths', '2026-11-29 06:50:10.687689+00');
INSERT INTO public.django_migrations VALUES (15, 'accounts', '0005_scope', '2026-11-29 06:50:10.791709+00');
INSERT INTO public.django_migrations VALUES (16, 'audit', '0001_initial', '2026-11-29 06:50:10.819716+00');
INSERT INTO public.django_migrations VALUES (17, 'audit', '0002_append_only', '2026-11-29 06:50:10.824039+00');
INSERT INTO public.django_migrations VALUES (18, 'audit', '0003_digest_version', '2026-11-29 06:50:10.837816+00');
INSERT INTO public.django_migrations VALUES (19, 'audit', '0004_access_log', '2026-11-29 06:50:10.850942+00');
INSERT INTO public.django_migrations VALUES (20, 'audit', '0005_lengths', '2026-11-29 06:50:10.867673+00');
INSERT INTO public.django_migrations VALUES (21, 'audit', '0006_access_scope', '2026-11-29 06:50:10.884583+00');
INSERT INTO public.django_migrations VALUES (22, 'contenttypes', '0001_initial', '2026-11-29 06:50:10.907012+00');
INSERT INTO public.django_migrations VALUES (23, 'contenttypes', '0002_remove_content_type_name', '2026-11-29 06:50:10.945897+00');
INSERT INTO public.django_migrations VALUES (24, 'auth', '0001_initial', '2026-11-29 06:50:11.01593+00');
INSERT INTO public.django_migrations VALUES (25, 'auth', '0002_alter_permission_name_max_length', '2026-11-29 06:50:11.032337+00');
INSERT INTO public.django_migrations VALUES (26, 'auth', '0003_alter_user_email_max_length', '2026-11-29 06:50:11.038425+00');
INSERT INTO public.django_migrations VALUES (27, 'auth', '0004_alter_user_username_opts', '2026-11-29 06:50:11.058792+00');
INSERT INTO public.django_migrations VALUES (28, 'auth', '0005_alter_user_last_login_null', '2026-11-29 06:50:11.066441+00');
INSERT INTO public.django_migrations VALUES (29, 'auth', '0006_require_contenttypes_0002', '2026-11-29 06:50:11.075813+00');
INSERT INTO public.django_migrations VALUES (30, 'auth', '0007_alter_validators_add_error_messages', '2026-11-29 06:50:11.08254+00');
INSERT INTO public.django_migrations VALUES (31, 'auth', '0008_alter_user_username_max_length', '2026-11-29 06:50:11.090341+00');
INSERT INTO public.django_migrations VALUES (32, 'auth', '0009_alter_user_last_name_max_length', '2026-11-29 06:50:11.10883+00');
INSERT INTO public.django_migrations VALUES (33, 'auth', '0010_alter_group_name_max_length', '2026-11-29 06:50:11.256914+00');
INSERT INTO public.django_migrations VALUES (34, 'auth', '0011_update_proxy_permissions', '2026-11-29 06:50:11.28271+00');
INSERT INTO public.django_migrations VALUES (35, 'auth', '0012_alter_user_first_name_max_length', '2026-11-29 06:50:11.290543+00');
INSERT INTO public.django_migrations VALUES (36, 'documents', '0001_initial', '2026-11-29 06:50:11.31178+00');
INSERT INTO public.django_migrations VALUES (37, 'criteria', '0001_initial', '2026-11-29 06:50:11.318281+00');
INSERT INTO public.django_migrations VALUES (38, 'criteria', '0002_versions_frozen', '2026-11-29 06:50:11.363772+00');
INSERT INTO public.django_migrations VALUES (39, 'cycles', '0001_initial', '2026-11-29 06:50:11.585991+00');
INSERT INTO public.django_migrations VALUES (40, 'cycles', '0002_closed_is_final', '2026-11-29 06:50:11.592238+00');
INSERT INTO public.django_migrations VALUES (41, 'cycles', '0003_holidays', '2026-11-29 06:50:11.602732+00');
INSERT INTO public.django_migrations VALUES (42, 'django_tasks_database', '0001_initial', '2026-11-29 06:50:11.608958+00');
INSERT INTO public.django_migrations VALUES (43, 'django_tasks_database', '0002_alter_dbtaskresult_options', '2026-11-29 06:50:11.617053+00');
INSERT INTO public.django_migrations VALUES (44, 'django_tasks_database', '0003_dbtaskresult_enqueued_at_dbtaskresult_finished_at', '2026-11-29 06:50:11.626105+00');
INSERT INTO public.django_migrations VALUES (45, 'django_tasks_database', '0004_dbtaskresult_started_at', '2026-11-29 06:50:11.631895+00');
INSERT INTO public.django_migrations VALUES (46, 'django_tasks_database', '0005_alter_dbtaskresult_priority_and_more', '2026-11-29 06:50:11.64564+00');
INSERT INTO public.django_migrations VALUES (47, 'django_tasks_database', '0006_alter_dbtaskresult_args_kwargs_and_more', '2026-11-29 06:50:11.669336+00');
INSERT INTO public.django_migrations VALUES (48, 'django_tasks_database', '0007_add_separate_results_fields', '2026-11-29 06:50:11.6808+00');
INSERT INTO public.django_migrations VALUES (49, 'django_tasks_database', '0008_separate_results_field', '2026-11-29 06:50:11.712726+00');
INSERT INTO public.django_migrations VALUES (50, 'django_tasks_database', '0009_remove_results_field', '2026-11-29 06:50:11.721759+00');
INSERT INTO public.django_migrations VALUES (51, 'django_tasks_database', '0010_alter_dbtaskresult_status', '2026-11-29 06:50:11.728119+00');
INSERT INTO public.django_migrations VALUES (52, 'django_tasks_database', '0011_rename_complete_status', '2026-11-29 06:50:11.771841+00');
INSERT INTO public.django_migrations VALUES (53, 'django_tasks_database', '0012_add_separate_exception_fields', '2026-11-29 06:50:11.786769+00');
INSERT INTO public.django_migrations VALUES (54, 'django_tasks_database', '0013_separate_exception_fields', '2026-11-29 06:50:11.831054+00');
INSERT INTO public.django_migrations VALUES (55, 'django_tasks_database', '0014_remove_dbtaskresult_exception_data', '2026-11-29 06:50:11.867734+00');
INSERT INTO public.django_migrations VALUES (56, 'django_tasks_database', '0015_correctly_order_run_after', '2026-11-29 06:50:11.874138+00');
INSERT INTO public.django_migrations VALUES (57, 'django_tasks_database', '0016_remove_dbtaskresult_django_task_new_ordering_idx_and_more', '2026-11-29 06:50:11.971731+00');
INSERT INTO public.django_migrations VALUES (58, 'django_tasks_database', '0017_dbtaskresult_metadata', '2026-11-29 06:50:11.982419+00');
INSERT INTO public.django_migrations VALUES (59, 'django_tasks_database', '0018_rename_succeeded_status', '2026-11-29 06:50:12.042081+00');
INSERT INTO public.django_migrations VALUES (60, 'django_tasks_database', '0019_rename_django_task_new_ordering_idx_tasks_db_new_ordering_idx_and_more', '2026-11-29 06:50:12.06312+00');
INSERT INTO public.django_migrations VALUES (61, 'django_tasks_database', '0020_update_db_task_result_ordering', '2026-11-29 06:50:12.086671+00');
INSERT INTO public.django_migrations VALUES (62, 'django_tasks_database', '0021_conditional_partial_index_ordering', '2026-11-29 06:50:12.099699+00');
INSERT INTO public.django_migrations VALUES (63, 'documents', '0002_official_documents', '2026-11-29 06:50:12.139716+00');
INSERT INTO public.django_migrations VALUES (64, 'documents', '0003_lengths', '2026-11-29 06:50:12.156216+00');
INSERT INTO public.django_migrations VALUES (65, 'documents', '0004_prepared_files', '2026-11-29 06:50:12.179676+00');
INSERT INTO public.django_migrations VALUES (66, 'units', '0002_groups_and_wordings', '2026-11-29 06:50:12.239733+00');
INSERT INTO public.django_migrations VALUES (67, 'units', '0003_lengths', '2026-11-29 06:50:12.356524+00');
INSERT INTO public.django_migrations VALUES (68, 'plans', '0001_initial', '2026-11-29 06:50:13.043872+00');
INSERT INTO public.django_migrations VALUES (69, 'plans', '0002_lengths', '2026-11-29 06:50:13.107725+00');
INSERT INTO public.django_migrations VALUES (70, 'plans', '0003_reading_scope', '2026-11-29 06:50:13.175803+00');
INSERT INTO public.django_migrations VALUES (71, 'plans', '0004_submissions', '2026-11-29 06:50:13.303735+00');
INSERT INTO public.django_migrations VALUES (72, 'results', '0001_initial', '2026-11-29 06:50:13.627758+00');
INSERT INTO public.django_migrations VALUES (73, 'results', '0002_immutable', '2026-11-29 06:50:13.63289+00');
INSERT INTO public.django_migrations VALUES (74, 'results', '0003_closed_is_final', '2026-11-29 06:50:13.634378+00');
INSERT INTO public.django_migrations VALUES (75, 'sessions', '0001_initial', '2026-11-29 06:50:13.643665+00');
INSERT INTO public.documents_officialdocument VALUES (1, '', '12/KH-UBND', '2026-01-15', 'UBND tỉnh', 'Kế hoạch cải cách hành chính', NULL);
INSERT INTO public.documents_storedfile VALUES (1, 'ecc52eaaf94ef0a2418ddef3600571d77fcd1e7dfabdf509ab5313a622d5364b', 'bo-tieu-chi.toml', 1036, 'toml', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', '2026-11-29 06:50:14.155903+00');
INSERT INTO public.documents_storedfile VALUES (2, '3905edb8abbac15bb53ee4a94e25ce3d7bb608445da829c6876a174e67e6d495', 'diem-2025.csv', 137, 'csv', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', '2026-11-29 06:50:14.29938+00');
INSERT INTO public.documents_storedfile VALUES (3, '3905edb8abbac15bb53ee4a94e25ce3d7bb608445da829c6876a174e67e6d495', 'diem-2026.csv', 137, 'csv', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', '2026-11-29 06:50:15.108072+00');
INSERT INTO public.documents_storedfile VALUES (4, '727930b67920e47bc69b072554c327bac1879d36a65724e82e17510851c5b17a', 'diem-bo-sung.csv', 57, 'csv', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', '2026-11-29 06:50:15.194038+00');
INSERT INTO public.documents_storedfile VALUES (5, '5d0f38dd5a1277e6b29a7bbd41b53b83e36daab9a0dc404435dfb67d15cfe4a9', 'diem-cho.csv', 35, 'csv', 1, 'Chuyên viên Sở Nội vụ', NULL, 'Sở Nội vụ', '2026-11-29 06:50:15.363727+00');
INSERT INTO public.plans_agency VALUES (2, 'Sở Nội vụ', 'sở nôị vụ', 'sure', 'name', '{"gaps": {}, "text": "the same name as the unit"}', false, 1);
INSERT INTO public.plans_agency_units VALUES (2, 2, 2);
INSERT INTO public.plans_due VALUES (3, '2026-04-01', 1);
INSERT INTO public.plans_measure VALUES (1, 1, '', '', 'Ban hành kế hoạch cải cách hành chính', '', '', '', 'Sở Nội vụ', '', 'Trước ngày 31/3/2026', '', 'fixed', NULL, false, 'sure', '{}', false, '{}', 'ban hanh ke hoach cai cach hanh chinh so noi vu truoc ngay 31/3/2026', 1, 1);
INSERT INTO public.plans_measure VALUES (2, 1, '', '', 'Rà soát thủ tục hành chính', '', '', '', '', '', '', '', '', NULL, false, 'sure', '{}', false, '{}', 'ra soat thu tuc hanh chinh', 1, 2);
INSERT INTO public.plans_measure VALUES (3, 1, '', '', 'Khắc phục tiêu chí 1.2', '', '', '', '', '', '', '', '', NULL, false, 'sure', '{}', false, '{}', 'khac phuc tieu chi 1.2', 1, 3);
INSERT INTO public.plans_part VALUES (2, 'lead', 1, 2, 1);
INSERT INTO public.plans_plan VALUES (1, 'reform', 'Kế hoạch cải cách hành chính', 2026, 'current', true, 6, '2026-11-29 06:50:15.372295+00', 1, 1);
INSERT INTO public.plans_plan VALUES (2, 'reform', 'Kế hoạch khắc phục', 2026, 'draft', false, 3, '2026-11-29 06:50:15.556819+00', NULL, 1);
INSERT INTO public.plans_section VALUES (1, 1, '', 'Thể chế', 1);
INSERT INTO public.plans_section VALUES (2, 2, '', 'Cải cách thủ tục hành chính', 1);
INSERT INTO public.plans_section VALUES (3, 1, '', 'Thể chế', 2);
INSERT INTO public.results_domainindex VALUES (1, 1, '1', 'Chỉ đạo, điều hành', false, '4.7', '5', '0', '0.3', '0', '0', 0, '{"ratio": "0.3"}', 1);
INSERT INTO public.results_domainindex VALUES (2, 2, '2', 'Hiện đại hóa hành chính', false, '4.4', '5', '0', '0.6', '0', '2.4', 0, '{"stated": "0.6"}', 1);
INSERT INTO public.results_domainindex VALUES (3, 1, '1', 'Chỉ đạo, điều hành', false, '4.5', '5', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 2);
INSERT INTO public.results_domainindex VALUES (4, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 2);
INSERT INTO public.results_domainindex VALUES (5, 1, '1', 'Chỉ đạo, điều hành', false, '1', '5', '0', '2', '2', '0', 1, '{"ratio": "2"}', 3);
INSERT INTO public.results_domainindex VALUES (6, 2, '2', 'Hiện đại hóa hành chính', false, '3.75', '5', '0', '1.25', '0', '2.25', 0, '{"stated": "0.75", "relative": "0.5"}', 3);
INSERT INTO public.results_domainindex VALUES (7, 1, '1', 'Chỉ đạo, điều hành', false, '4.7', '5', '0', '0.3', '0', '0', 0, '{"ratio": "0.3"}', 4);
INSERT INTO public.results_domainindex VALUES (8, 2, '2', 'Hiện đại hóa hành chính', false, '4.4', '5', '0', '0.6', '0', '2.4', 0, '{"stated": "0.6"}', 4);
INSERT INTO public.results_domainindex VALUES (9, 1, '1', 'Chỉ đạo, điều hành', false, '4.5', '5', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 5);
INSERT INTO public.results_domainindex VALUES (10, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 5);
INSERT INTO public.results_domainindex VALUES (11, 1, '1', 'Chỉ đạo, điều hành', false, '2.25', '5', '0', '2.75', '0', '0', 0, '{"ratio": "2", "stated": "0.75"}', 6);
INSERT INTO public.results_domainindex VALUES (12, 2, '2', 'Hiện đại hóa hành chính', false, '3.75', '5', '0', '1.25', '0', '2.25', 0, '{"stated": "0.75", "relative": "0.5"}', 6);
INSERT INTO public.results_domainindex VALUES (13, 1, '1', 'Chỉ đạo, điều hành', false, '4.7', '5', '0', '0.3', '0', '0', 0, '{"ratio": "0.3"}', 7);
INSERT INTO public.results_domainindex VALUES (14, 2, '2', 'Hiện đại hóa hành chính', false, '4.4', '5', '0', '0.6', '0', '2.4', 0, '{"stated": "0.6"}', 7);
INSERT INTO public.results_domainindex VALUES (15, 1, '1', 'Chỉ đạo, điều hành', false, '13/3', '5', '0', '2/3', '0', '0', 0, '{"stated": "2/3"}', 8);
INSERT INTO public.results_domainindex VALUES (16, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 8);
INSERT INTO public.results_domainindex VALUES (17, 1, '1', 'Chỉ đạo, điều hành', false, '2.25', '5', '0', '2.75', '0', '0', 0, '{"ratio": "2", "stated": "0.75"}', 9);
INSERT INTO public.results_domainindex VALUES (18, 2, '2', 'Hiện đại hóa hành chính', false, '3.75', '5', '0', '1.25', '0', '2.25', 0, '{"stated": "0.75", "relative": "0.5"}', 9);
INSERT INTO public.results_domainindex VALUES (19, 1, '1', 'Chỉ đạo, điều hành', false, '4.7', '5', '0', '0.3', '0', '0', 0, '{"ratio": "0.3"}', 10);
INSERT INTO public.results_domainindex VALUES (20, 2, '2', 'Hiện đại hóa hành chính', false, '4.4', '5', '0', '0.6', '0', '2.4', 0, '{"stated": "0.6"}', 10);
INSERT INTO public.results_domainindex VALUES (21, 1, '1', 'Chỉ đạo, điều hành', false, '13/3', '5', '0', '2/3', '0', '0', 0, '{"stated": "2/3"}', 11);
INSERT INTO public.results_domainindex VALUES (22, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 11);
INSERT INTO public.results_domainindex VALUES (23, 1, '1', 'Chỉ đạo, điều hành', false, '2.25', '5', '0', '2.75', '0', '0', 0, '{"ratio": "2", "stated": "0.75"}', 12);
INSERT INTO public.results_domainindex VALUES (24, 2, '2', 'Hiện đại hóa hành chính', false, '2.25', '3', '0', '0.75', '0', '2.25', 0, '{"stated": "0.75"}', 12);
INSERT INTO public.results_domainindex VALUES (25, 1, '1', 'Chỉ đạo, điều hành', false, '4.7', '5', '0', '0.3', '0', '0', 0, '{"ratio": "0.3"}', 13);
INSERT INTO public.results_domainindex VALUES (26, 2, '2', 'Hiện đại hóa hành chính', false, '4.4', '5', '0', '0.6', '0', '2.4', 0, '{"stated": "0.6"}', 13);
INSERT INTO public.results_domainindex VALUES (27, 1, '1', 'Chỉ đạo, điều hành', false, '4.5', '5', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 14);
INSERT INTO public.results_domainindex VALUES (28, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 14);
INSERT INTO public.results_domainindex VALUES (29, 1, '1', 'Chỉ đạo, điều hành', false, '1', '5', '0', '2', '2', '0', 1, '{"ratio": "2"}', 15);
INSERT INTO public.results_domainindex VALUES (30, 2, '2', 'Hiện đại hóa hành chính', false, '3.75', '5', '0', '1.25', '0', '2.25', 0, '{"stated": "0.75", "relative": "0.5"}', 15);
INSERT INTO public.results_domainindex VALUES (31, 1, '1', 'Chỉ đạo, điều hành', false, '4.5', '5', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 16);
INSERT INTO public.results_domainindex VALUES (32, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 16);
INSERT INTO public.results_domainindex VALUES (33, 1, '1', 'Chỉ đạo, điều hành', false, '4.45', '5', '0', '0.55', '0', '0', 0, '{"ratio": "0.3", "stated": "0.25"}', 17);
INSERT INTO public.results_domainindex VALUES (34, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '2', 0, '{"stated": "1"}', 17);
INSERT INTO public.results_domainindex VALUES (35, 1, '1', 'Chỉ đạo, điều hành', false, '2', '5', '0', '3', '0', '0', 0, '{"ratio": "2", "stated": "1"}', 18);
INSERT INTO public.results_domainindex VALUES (36, 2, '2', 'Hiện đại hóa hành chính', false, '3.75', '5', '0', '1.25', '0', '2.25', 0, '{"stated": "0.75", "relative": "0.5"}', 18);
INSERT INTO public.results_domainindex VALUES (37, 1, '1', 'Chỉ đạo, điều hành', false, '4.7', '5', '0', '0.3', '0', '0', 0, '{"ratio": "0.3"}', 19);
INSERT INTO public.results_domainindex VALUES (38, 2, '2', 'Hiện đại hóa hành chính', false, '4.4', '5', '0', '0.6', '0', '2.4', 0, '{"stated": "0.6"}', 19);
INSERT INTO public.results_domainindex VALUES (39, 1, '1', 'Chỉ đạo, điều hành', false, '4.5', '5', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 20);
INSERT INTO public.results_domainindex VALUES (40, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 20);
INSERT INTO public.results_domainindex VALUES (41, 1, '1', 'Chỉ đạo, điều hành', false, '1', '5', '0', '2', '2', '0', 1, '{"ratio": "2"}', 21);
INSERT INTO public.results_domainindex VALUES (42, 2, '2', 'Hiện đại hóa hành chính', false, '3.75', '5', '0', '1.25', '0', '2.25', 0, '{"stated": "0.75", "relative": "0.5"}', 21);
INSERT INTO public.results_domainindex VALUES (43, 1, '1', 'Chỉ đạo, điều hành', false, '4.7', '5', '0', '0.3', '0', '0', 0, '{"ratio": "0.3"}', 22);
INSERT INTO public.results_domainindex VALUES (44, 2, '2', 'Hiện đại hóa hành chính', false, '4.4', '5', '0', '0.6', '0', '2.4', 0, '{"stated": "0.6"}', 22);
INSERT INTO public.results_domainindex VALUES (45, 1, '1', 'Chỉ đạo, điều hành', false, '4.5', '5', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 23);
INSERT INTO public.results_domainindex VALUES (46, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 23);
INSERT INTO public.results_domainindex VALUES (47, 1, '1', 'Chỉ đạo, điều hành', false, '1.5', '5', '0', '3.5', '0', '0', 0, '{"ratio": "2", "stated": "1.5"}', 24);
INSERT INTO public.results_domainindex VALUES (48, 2, '2', 'Hiện đại hóa hành chính', false, '3.75', '5', '0', '1.25', '0', '2.25', 0, '{"stated": "0.75", "relative": "0.5"}', 24);
INSERT INTO public.results_domainindex VALUES (49, 1, '1', 'Chỉ đạo, điều hành', false, '4.5', '5', '0', '0.5', '0', '0', 0, '{"stated": "0.5"}', 25);
INSERT INTO public.results_domainindex VALUES (50, 2, '2', 'Hiện đại hóa hành chính', false, '4', '5', '0', '1', '0', '3', 0, '{"relative": "1"}', 25);
INSERT INTO public.results_domainindex VALUES (51, 1, '1', 'Chỉ đạo, điều hành', false, '1.5', '5', '0', '3.5', '0', '0', 0, '{"ratio": "2", "stated": "1.5"}', 26);
INSERT INTO public.results_domainindex VALUES (52, 2, '2', 'Hiện đại hóa hành chính', false, '3.75', '5', '0', '1.25', '0', '2.25', 0, '{"stated": "0.75", "relative": "0.5"}', 26);
INSERT INTO public.results_domainindex VALUES (53, 1, '1', 'Chỉ đạo, điều hành', false, '4.7', '5', '0', '0.3', '0', '0', 0, '{"ratio": "0.3"}', 27);
INSERT INTO public.results_domainindex VALUES (54, 2, '2', 'Hiện đại hóa hành chính', false, '2', '5', '0', '0', '3', '0', 1, '{}', 27);
INSERT INTO public.results_indexrun VALUES (1, '2026-11-29 06:50:14.373501+00', 'import', '{"1": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 1);
INSERT INTO public.results_indexrun VALUES (2, '2026-11-29 06:50:14.469195+00', 'correction', '{"1": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 1);
INSERT INTO public.results_indexrun VALUES (3, '2026-11-29 06:50:14.830238+00', 'correction', '{"1": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 1);
INSERT INTO public.results_indexrun VALUES (4, '2026-11-29 06:50:14.896204+00', 'cycle', '{"1": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 1);
INSERT INTO public.results_indexrun VALUES (5, '2026-11-29 06:50:15.143898+00', 'import', '{"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 2);
INSERT INTO public.results_indexrun VALUES (6, '2026-11-29 06:50:15.224882+00', 'import', '{"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 2);
INSERT INTO public.results_indexrun VALUES (7, '2026-11-29 06:50:15.260324+00', 'undo', '{"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 2);
INSERT INTO public.results_indexrun VALUES (8, '2026-11-29 06:50:15.289494+00', 'correction', '{"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 2);
INSERT INTO public.results_indexrun VALUES (9, '2026-11-29 06:50:15.327443+00', 'correction', '{"2": {"Các sở": {"2.1": ["0.4", "0.8"]}}}', 2);
INSERT INTO public.results_score VALUES (1, '1.1', '', '{"done": "9", "total": "10"}', 'imported', '', 1, 1, 1, 1);
INSERT INTO public.results_score VALUES (2, '1.2', '2', NULL, 'imported', '', 1, 1, 1, 1);
INSERT INTO public.results_score VALUES (3, '2.1', '', '{"rate": "80"}', 'imported', '', 1, 1, 1, 1);
INSERT INTO public.results_score VALUES (4, '2.2', '2.4', NULL, 'imported', '', 1, 1, 1, 1);
INSERT INTO public.results_score VALUES (5, '1.1', '', '{"done": "10", "total": "10"}', 'imported', '', 1, 1, 2, 1);
INSERT INTO public.results_score VALUES (7, '2.1', '', '{"rate": "40"}', 'imported', '', 1, 1, 2, 1);
INSERT INTO public.results_score VALUES (8, '2.2', '3', NULL, 'imported', '', 1, 1, 2, 1);
INSERT INTO public.results_score VALUES (9, '1.1', '', '{"done": "1", "total": "3"}', 'imported', '', 1, 1, 3, 1);
INSERT INTO public.results_score VALUES (10, '2.1', '', '{"rate": "60"}', 'imported', '', 1, 1, 3, 1);
INSERT INTO public.results_score VALUES (11, '2.2', '2.25', NULL, 'imported', '', 1, 1, 3, 1);
INSERT INTO public.results_score VALUES (12, '1.2', '1.25', NULL, 'decided', 'Biên bản số 12', 1, 1, 3, NULL);
INSERT INTO public.results_score VALUES (6, '1.2', '4/3', NULL, 'decided', 'Kết luận thẩm định', 2, 1, 2, NULL);
INSERT INTO public.results_score VALUES (13, '1.1', '', '{"done": "9", "total": "10"}', 'imported', '', 1, 2, 4, 2);
INSERT INTO public.results_score VALUES (15, '2.1', '', '{"rate": "80"}', 'imported', '', 1, 2, 4, 2);
INSERT INTO public.results_score VALUES (17, '1.1', '', '{"done": "10", "total": "10"}', 'imported', '', 1, 2, 5, 2);
INSERT INTO public.results_score VALUES (18, '1.2', '1.5', NULL, 'imported', '', 1, 2, 5, 2);
INSERT INTO public.results_score VALUES (19, '2.1', '', '{"rate": "40"}', 'imported', '', 1, 2, 5, 2);
INSERT INTO public.results_score VALUES (20, '2.2', '3', NULL, 'imported', '', 1, 2, 5, 2);
INSERT INTO public.results_score VALUES (21, '1.1', '', '{"done": "1", "total": "3"}', 'imported', '', 1, 2, 6, 2);
INSERT INTO public.results_score VALUES (22, '2.1', '', '{"rate": "60"}', 'imported', '', 1, 2, 6, 2);
INSERT INTO public.results_score VALUES (23, '2.2', '2.25', NULL, 'imported', '', 1, 2, 6, 2);
INSERT INTO public.results_score VALUES (14, '1.2', '2', NULL, 'imported', '', 3, 2, 4, 2);
INSERT INTO public.results_score VALUES (24, '1.2', '0.5', NULL, 'decided', 'Báo cáo gửi muộn', 3, 2, 6, NULL);
INSERT INTO public.results_score VALUES (16, '2.2', '', NULL, 'decided', 'Chờ kết quả khảo sát', 4, 2, 4, NULL);
INSERT INTO public.results_scoreimport VALUES (1, '', '', 1, 'Chuyên viên Sở Nội vụ', 'Sở Nội vụ', '2026-11-29 06:50:14.304426+00', '{"new": 11, "same": 0, "empty": 1, "sheet": "", "units": 3, "absent": [], "leaves": 4, "changed": 0, "columns": 5, "guessed": [], "not_applicable": 0}', '[{"at": "B2", "new": {"figures": {"done": "9", "total": "10"}}, "old": {}, "leaf": "1.1", "loss": "0.3", "name": "Mức độ hoàn thành kế hoạch", "unit": "Sở Nội vụ", "new_points": "2.7", "old_points": null, "participant": 1}, {"at": "D2", "new": {"points": "2"}, "old": {}, "leaf": "1.2", "loss": "0", "name": "Báo cáo định kỳ", "unit": "Sở Nội vụ", "new_points": "2", "old_points": null, "participant": 1}, {"at": "E2", "new": {"figures": {"rate": "80"}}, "old": {}, "leaf": "2.1", "loss": "0", "name": "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất", "unit": "Sở Nội vụ", "new_points": "2", "old_points": null, "participant": 1}, {"at": "F2", "new": {"points": "2.4"}, "old": {}, "leaf": "2.2", "loss": "0.6", "name": "Mức độ hài lòng", "unit": "Sở Nội vụ", "new_points": "2.4", "old_points": null, "participant": 1}, {"at": "B3", "new": {"figures": {"done": "10", "total": "10"}}, "old": {}, "leaf": "1.1", "loss": "0", "name": "Mức độ hoàn thành kế hoạch", "unit": "Sở Tài chính", "new_points": "3", "old_points": null, "participant": 2}, {"at": "D3", "new": {"points": "1.5"}, "old": {}, "leaf": "1.2", "loss": "0.5", "name": "Báo cáo định kỳ", "unit": "Sở Tài chính", "new_points": "1.5", "old_points": null, "participant": 2}, {"at": "E3", "new": {"figures": {"rate": "40"}}, "old": {}, "leaf": "2.1", "loss": "1", "name": "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất", "unit": "Sở Tài chính", "new_points": "1", "old_points": null, "participant": 2}, {"at": "F3", "new": {"points": "3"}, "old": {}, "leaf": "2.2", "loss": "0", "name": "Mức độ hài lòng", "unit": "Sở Tài chính", "new_points": "3", "old_points": null, "participant": 2}, {"at": "B4", "new": {"figures": {"done": "1", "total": "3"}}, "old": {}, "leaf": "1.1", "loss": "2", "name": "Mức độ hoàn thành kế hoạch", "unit": "Sở Y tế", "new_points": "1", "old_points": null, "participant": 3}, {"at": "E4", "new": {"figures": {"rate": "60"}}, "old": {}, "leaf": "2.1", "loss": "0.5", "name": "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất", "unit": "Sở Y tế", "new_points": "1.5", "old_points": null, "participant": 3}, {"at": "F4", "new": {"points": "2.25"}, "old": {}, "leaf": "2.2", "loss": "0.75", "name": "Mức độ hài lòng", "unit": "Sở Y tế", "new_points": "2.25", "old_points": null, "participant": 3}]', '2026-11-29 06:50:14.343611+00', NULL, '', 1, 1, 2);
INSERT INTO public.results_scoreimport VALUES (2, '', '', 1, 'Chuyên viên Sở Nội vụ', 'Sở Nội vụ', '2026-11-29 06:50:15.112967+00', '{"new": 11, "same": 0, "empty": 1, "sheet": "", "units": 3, "absent": [], "leaves": 4, "changed": 0, "columns": 5, "guessed": [], "not_applicable": 0}', '[{"at": "B2", "new": {"figures": {"done": "9", "total": "10"}}, "old": {}, "leaf": "1.1", "loss": "0.3", "name": "Mức độ hoàn thành kế hoạch", "unit": "Sở Nội vụ", "new_points": "2.7", "old_points": null, "participant": 4}, {"at": "D2", "new": {"points": "2"}, "old": {}, "leaf": "1.2", "loss": "0", "name": "Báo cáo định kỳ", "unit": "Sở Nội vụ", "new_points": "2", "old_points": null, "participant": 4}, {"at": "E2", "new": {"figures": {"rate": "80"}}, "old": {}, "leaf": "2.1", "loss": "0", "name": "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất", "unit": "Sở Nội vụ", "new_points": "2", "old_points": null, "participant": 4}, {"at": "F2", "new": {"points": "2.4"}, "old": {}, "leaf": "2.2", "loss": "0.6", "name": "Mức độ hài lòng", "unit": "Sở Nội vụ", "new_points": "2.4", "old_points": null, "participant": 4}, {"at": "B3", "new": {"figures": {"done": "10", "total": "10"}}, "old": {}, "leaf": "1.1", "loss": "0", "name": "Mức độ hoàn thành kế hoạch", "unit": "Sở Tài chính", "new_points": "3", "old_points": null, "participant": 5}, {"at": "D3", "new": {"points": "1.5"}, "old": {}, "leaf": "1.2", "loss": "0.5", "name": "Báo cáo định kỳ", "unit": "Sở Tài chính", "new_points": "1.5", "old_points": null, "participant": 5}, {"at": "E3", "new": {"figures": {"rate": "40"}}, "old": {}, "leaf": "2.1", "loss": "1", "name": "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất", "unit": "Sở Tài chính", "new_points": "1", "old_points": null, "participant": 5}, {"at": "F3", "new": {"points": "3"}, "old": {}, "leaf": "2.2", "loss": "0", "name": "Mức độ hài lòng", "unit": "Sở Tài chính", "new_points": "3", "old_points": null, "participant": 5}, {"at": "B4", "new": {"figures": {"done": "1", "total": "3"}}, "old": {}, "leaf": "1.1", "loss": "2", "name": "Mức độ hoàn thành kế hoạch", "unit": "Sở Y tế", "new_points": "1", "old_points": null, "participant": 6}, {"at": "E4", "new": {"figures": {"rate": "60"}}, "old": {}, "leaf": "2.1", "loss": "0.5", "name": "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất", "unit": "Sở Y tế", "new_points": "1.5", "old_points": null, "participant": 6}, {"at": "F4", "new": {"points": "2.25"}, "old": {}, "leaf": "2.2", "loss": "0.75", "name": "Mức độ hài lòng", "unit": "Sở Y tế", "new_points": "2.25", "old_points": null, "participant": 6}]', '2026-11-29 06:50:15.132476+00', NULL, '', 2, 2, 3);
INSERT INTO public.results_scoreimport VALUES (3, '', '', 1, 'Chuyên viên Sở Nội vụ', 'Sở Nội vụ', '2026-11-29 06:50:15.196471+00', '{"new": 1, "same": 0, "empty": 1, "sheet": "", "units": 2, "absent": ["Sở Tài chính"], "leaves": 2, "changed": 2, "columns": 2, "guessed": [], "not_applicable": 0}', '[{"at": "B2", "new": {"points": "1.75"}, "old": {"origin": "imported", "points": "2", "source": 2, "version": 1}, "leaf": "1.2", "loss": "0.25", "name": "Báo cáo định kỳ", "unit": "Sở Nội vụ", "new_points": "1.75", "old_points": "2", "participant": 4}, {"at": "C2", "new": {"points": "2"}, "old": {"origin": "imported", "points": "2.4", "source": 2, "version": 1}, "leaf": "2.2", "loss": "1", "name": "Mức độ hài lòng", "unit": "Sở Nội vụ", "new_points": "2", "old_points": "2.4", "participant": 4}, {"at": "B3", "new": {"points": "1"}, "old": {}, "leaf": "1.2", "loss": "1", "name": "Báo cáo định kỳ", "unit": "Sở Y tế", "new_points": "1", "old_points": null, "participant": 6}]', '2026-11-29 06:50:15.215775+00', '2026-11-29 06:50:15.250504+00', 'Chuyên viên Sở Nội vụ', 2, 2, 4);
INSERT INTO public.results_scoreimport VALUES (4, '', '', 1, 'Chuyên viên Sở Nội vụ', 'Sở Nội vụ', '2026-11-29 06:50:15.368623+00', '{"new": 1, "same": 0, "empty": 0, "sheet": "", "units": 1, "absent": ["Sở Tài chính", "Sở Y tế"], "leaves": 1, "changed": 0, "columns": 1, "guessed": [], "not_applicable": 0}', '[{"at": "B2", "new": {"points": "2.5"}, "old": {"origin": "decided", "reason": "Chờ kết quả khảo sát", "version": 4}, "leaf": "2.2", "loss": "0.5", "name": "Mức độ hài lòng", "unit": "Sở Nội vụ", "new_points": "2.5", "old_points": null, "participant": 4}]', NULL, NULL, '', 2, 2, 5);
INSERT INTO public.results_unitindex VALUES (1, 'Sở Nội vụ', '', 'Các sở', 1, '9.1', '10', '0', '0', '0', '2.4', 0, '91', '91', 1, 'Tốt', '{"ratio": "0.3", "stated": "0.6"}', 1, 1, 1);
INSERT INTO public.results_unitindex VALUES (2, 'Sở Tài chính', '', 'Các sở', 2, '8.5', '10', '0', '0', '0', '3', 0, '85', '85', 2, 'Tốt', '{"stated": "0.5", "relative": "1"}', 1, 2, 1);
INSERT INTO public.results_unitindex VALUES (3, 'Sở Y tế', '', 'Các sở', 3, '4.75', '10', '0', '0', '2', '2.25', 1, '', '', NULL, '', '{"ratio": "2", "stated": "0.75", "relative": "0.5"}', 1, 3, 1);
INSERT INTO public.results_unitindex VALUES (4, 'Sở Nội vụ', '', 'Các sở', 1, '9.1', '10', '0', '0', '0', '2.4', 0, '91', '91', 1, 'Tốt', '{"ratio": "0.3", "stated": "0.6"}', 1, 1, 2);
INSERT INTO public.results_unitindex VALUES (5, 'Sở Tài chính', '', 'Các sở', 2, '8.5', '10', '0', '0', '0', '3', 0, '85', '85', 2, 'Tốt', '{"stated": "0.5", "relative": "1"}', 1, 2, 2);
INSERT INTO public.results_unitindex VALUES (6, 'Sở Y tế', '', 'Các sở', 3, '6', '10', '0', '0', '0', '2.25', 0, '60', '60', 3, 'Khá', '{"ratio": "2", "stated": "1.5", "relative": "0.5"}', 1, 3, 2);
INSERT INTO public.results_unitindex VALUES (7, 'Sở Nội vụ', '', 'Các sở', 1, '9.1', '10', '0', '0', '0', '2.4', 0, '91', '91', 1, 'Tốt', '{"ratio": "0.3", "stated": "0.6"}', 1, 1, 3);
INSERT INTO public.results_unitindex VALUES (8, 'Sở Tài chính', '', 'Các sở', 2, '25/3', '10', '0', '0', '0', '3', 0, '250/3', '83.33', 2, 'Tốt', '{"stated": "2/3", "relative": "1"}', 1, 2, 3);
INSERT INTO public.results_unitindex VALUES (9, 'Sở Y tế', '', 'Các sở', 3, '6', '10', '0', '0', '0', '2.25', 0, '60', '60', 3, 'Khá', '{"ratio": "2", "stated": "1.5", "relative": "0.5"}', 1, 3, 3);
INSERT INTO public.results_unitindex VALUES (10, 'Sở Nội vụ', '', 'Các sở', 1, '9.1', '10', '0', '0', '0', '2.4', 0, '91', '91', 1, 'Tốt', '{"ratio": "0.3", "stated": "0.6"}', 1, 1, 4);
INSERT INTO public.results_unitindex VALUES (11, 'Sở Tài chính', '', 'Các sở', 2, '25/3', '10', '0', '0', '0', '3', 0, '250/3', '83.33', 2, 'Tốt', '{"stated": "2/3", "relative": "1"}', 1, 2, 4);
INSERT INTO public.results_unitindex VALUES (12, 'Sở Y tế', '', 'Các sở', 3, '4.5', '8', '0', '0', '0', '2.25', 0, '56.25', '56.25', 3, 'Khá', '{"ratio": "2", "stated": "1.5"}', 1, 3, 4);
INSERT INTO public.results_unitindex VALUES (13, 'Sở Nội vụ', '', 'Các sở', 1, '9.1', '10', '0', '0', '0', '2.4', 0, '91', '91', 1, 'Tốt', '{"ratio": "0.3", "stated": "0.6"}', 2, 4, 5);
INSERT INTO public.results_unitindex VALUES (14, 'Sở Tài chính', '', 'Các sở', 2, '8.5', '10', '0', '0', '0', '3', 0, '85', '85', 2, 'Tốt', '{"stated": "0.5", "relative": "1"}', 2, 5, 5);
INSERT INTO public.results_unitindex VALUES (15, 'Sở Y tế', '', 'Các sở', 3, '4.75', '10', '0', '0', '2', '2.25', 1, '', '', NULL, '', '{"ratio": "2", "stated": "0.75", "relative": "0.5"}', 2, 6, 5);
INSERT INTO public.results_unitindex VALUES (16, 'Sở Tài chính', '', 'Các sở', 1, '8.5', '10', '0', '0', '0', '3', 0, '85', '85', 1, 'Tốt', '{"stated": "0.5", "relative": "1"}', 2, 5, 6);
INSERT INTO public.results_unitindex VALUES (17, 'Sở Nội vụ', '', 'Các sở', 2, '8.45', '10', '0', '0', '0', '2', 0, '84.5', '84.5', 2, 'Tốt', '{"ratio": "0.3", "stated": "1.25"}', 2, 4, 6);
INSERT INTO public.results_unitindex VALUES (18, 'Sở Y tế', '', 'Các sở', 3, '5.75', '10', '0', '0', '0', '2.25', 0, '57.5', '57.5', 3, 'Khá', '{"ratio": "2", "stated": "1.75", "relative": "0.5"}', 2, 6, 6);
INSERT INTO public.results_unitindex VALUES (19, 'Sở Nội vụ', '', 'Các sở', 1, '9.1', '10', '0', '0', '0', '2.4', 0, '91', '91', 1, 'Tốt', '{"ratio": "0.3", "stated": "0.6"}', 2, 4, 7);
INSERT INTO public.results_unitindex VALUES (20, 'Sở Tài chính', '', 'Các sở', 2, '8.5', '10', '0', '0', '0', '3', 0, '85', '85', 2, 'Tốt', '{"stated": "0.5", "relative": "1"}', 2, 5, 7);
INSERT INTO public.results_unitindex VALUES (21, 'Sở Y tế', '', 'Các sở', 3, '4.75', '10', '0', '0', '2', '2.25', 1, '', '', NULL, '', '{"ratio": "2", "stated": "0.75", "relative": "0.5"}', 2, 6, 7);
INSERT INTO public.results_unitindex VALUES (22, 'Sở Nội vụ', '', 'Các sở', 1, '9.1', '10', '0', '0', '0', '2.4', 0, '91', '91', 1, 'Tốt', '{"ratio": "0.3", "stated": "0.6"}', 2, 4, 8);
INSERT INTO public.results_unitindex VALUES (23, 'Sở Tài chính', '', 'Các sở', 2, '8.5', '10', '0', '0', '0', '3', 0, '85', '85', 2, 'Tốt', '{"stated": "0.5", "relative": "1"}', 2, 5, 8);
INSERT INTO public.results_unitindex VALUES (24, 'Sở Y tế', '', 'Các sở', 3, '5.25', '10', '0', '0', '0', '2.25', 0, '52.5', '52.5', 3, 'Khá', '{"ratio": "2", "stated": "2.25", "relative": "0.5"}', 2, 6, 8);
INSERT INTO public.results_unitindex VALUES (25, 'Sở Tài chính', '', 'Các sở', 1, '8.5', '10', '0', '0', '0', '3', 0, '85', '85', 1, 'Tốt', '{"stated": "0.5", "relative": "1"}', 2, 5, 9);
INSERT INTO public.results_unitindex VALUES (26, 'Sở Y tế', '', 'Các sở', 2, '5.25', '10', '0', '0', '0', '2.25', 0, '52.5', '52.5', 2, 'Khá', '{"ratio": "2", "stated": "2.25", "relative": "0.5"}', 2, 6, 9);
INSERT INTO public.results_unitindex VALUES (27, 'Sở Nội vụ', '', 'Các sở', 3, '6.7', '10', '0', '0', '3', '0', 1, '', '', NULL, '', '{"ratio": "0.3"}', 2, 4, 9);
INSERT INTO public.units_unit VALUES (1, 'Phú Thọ', 'phu tho', 'nds01rdk0045', 'phú thọ', 'province', '', '1997-01-01', NULL, NULL);
INSERT INTO public.units_unit VALUES (2, 'Sở Nội vụ', 'so noi vu', 'qm01jle01us00255', 'sở nôị vụ', 'department', '', '2020-01-01', NULL, 1);
INSERT INTO public.units_unit VALUES (3, 'Sở Tài chính', 'so tai chinh', 'qm01r2e016dejd00214', 'sở taì chinh́', 'department', '', '2020-01-01', NULL, 1);
INSERT INTO public.units_unit VALUES (4, 'Sở Y tế', 'so y te', 'qm01x01ra00204', 'sở y tế', 'department', '', '2020-01-01', NULL, 1);
SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);
SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_failures_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_membership_id_seq', 1, true);
SELECT pg_catalog.setval('public.accounts_person_id_seq', 1, true);
SELECT pg_catalog.setval('public.accounts_sentform_id_seq', 1, false);
SELECT pg_catalog.setval('public.audit_accessrecord_id_seq', 1, false);
SELECT pg_catalog.setval('public.audit_entry_id_seq', 44, true);
SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 180, true);
SELECT pg_catalog.setval('public.criteria_criteriaversion_id_seq', 1, true);
SELECT pg_catalog.setval('public.cycles_cycle_id_seq', 2, true);
SELECT pg_catalog.setval('public.cycles_cycleset_id_seq', 2, true);
SELECT pg_catalog.setval('public.cycles_holiday_id_seq', 1, true);
SELECT pg_catalog.setval('public.cycles_notapplicable_id_seq', 1, true);
SELECT pg_catalog.setval('public.cycles_participant_id_seq', 6, true);
SELECT pg_catalog.setval('public.cycles_phase_id_seq', 2, true);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 45, true);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 75, true);
SELECT pg_catalog.setval('public.documents_errand_id_seq', 1, false);
SELECT pg_catalog.setval('public.documents_officialdocument_id_seq', 1, true);
SELECT pg_catalog.setval('public.documents_preparedfile_id_seq', 1, false);
SELECT pg_catalog.setval('public.documents_storedfile_id_seq', 5, true);
SELECT pg_catalog.setval('public.plans_acceptance_id_seq', 1, false);
SELECT pg_catalog.setval('public.plans_agency_id_seq', 2, true);
SELECT pg_catalog.setval('public.plans_agency_units_id_seq', 2, true);
SELECT pg_catalog.setval('public.plans_due_id_seq', 3, true);
SELECT pg_catalog.setval('public.plans_measure_id_seq', 3, true);
SELECT pg_catalog.setval('public.plans_part_id_seq', 2, true);
SELECT pg_catalog.setval('public.plans_plan_id_seq', 2, true);
SELECT pg_catalog.setval('public.plans_reading_id_seq', 1, false);
SELECT pg_catalog.setval('public.plans_section_id_seq', 3, true);
SELECT pg_catalog.setval('public.plans_sheetimport_id_seq', 1, false);
SELECT pg_catalog.setval('public.plans_submission_id_seq', 1, false);
SELECT pg_catalog.setval('public.results_domainindex_id_seq', 54, true);
SELECT pg_catalog.setval('public.results_indexrun_id_seq', 9, true);
SELECT pg_catalog.setval('public.results_score_id_seq', 24, true);
SELECT pg_catalog.setval('public.results_scoreimport_id_seq', 4, true);
SELECT pg_catalog.setval('public.results_unitindex_id_seq', 27, true);
SELECT pg_catalog.setval('public.units_agencygroup_id_seq', 1, false);
SELECT pg_catalog.setval('public.units_agencygroup_units_id_seq', 1, false);
SELECT pg_catalog.setval('public.units_alias_id_seq', 1, false);
SELECT pg_catalog.setval('public.units_lineage_id_seq', 1, false);
SELECT pg_catalog.setval('public.units_unit_id_seq', 4, true);
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
ALTER TABLE ONLY public.accounts_failures
    ADD CONSTRAINT accounts_failures_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_sentform
    ADD CONSTRAINT accounts_form_sent_once UNIQUE (person_id, key);
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_username_key UNIQUE (username);
ALTER TABLE ONLY public.accounts_sentform
    ADD CONSTRAINT accounts_sentform_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_accessrecord
    ADD CONSTRAINT audit_accessrecord_pkey PRIMARY KEY (id);
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
ALTER TABLE ONLY public.documents_errand
    ADD CONSTRAINT documents_errand_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.documents_officialdocument
    ADD CONSTRAINT documents_officialdocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.documents_preparedfile
    ADD CONSTRAINT documents_prepared_once UNIQUE (of, version, language);
ALTER TABLE ONLY public.documents_preparedfile
    ADD CONSTRAINT documents_preparedfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.documents_storedfile
    ADD CONSTRAINT documents_storedfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_failures
    ADD CONSTRAINT one_row_of_failures_each UNIQUE (kind, name, place);
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
ALTER TABLE ONLY public.plans_submission
    ADD CONSTRAINT plans_submission_pkey PRIMARY KEY (id);
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
CREATE INDEX accounts_failures_clears_c39a2a75 ON public.accounts_failures USING btree (clears);
CREATE INDEX accounts_failures_name_d4c52aa4 ON public.accounts_failures USING btree (name);
CREATE INDEX accounts_failures_name_d4c52aa4_like ON public.accounts_failures USING btree (name varchar_pattern_ops);
CREATE INDEX accounts_membership_person_id_cd00e383 ON public.accounts_membership USING btree (person_id);
CREATE INDEX accounts_membership_unit_id_7180f6e8 ON public.accounts_membership USING btree (unit_id);
CREATE INDEX accounts_person_name_key_f72f9423 ON public.accounts_person USING btree (name_key);
CREATE INDEX accounts_person_name_key_f72f9423_like ON public.accounts_person USING btree (name_key text_pattern_ops);
CREATE INDEX accounts_person_username_173ec97a_like ON public.accounts_person USING btree (username varchar_pattern_ops);
CREATE INDEX accounts_sentform_at_d9144aaf ON public.accounts_sentform USING btree (at);
CREATE INDEX accounts_sentform_person_id_782e0258 ON public.accounts_sentform USING btree (person_id);
CREATE INDEX audit_access_kind ON public.audit_accessrecord USING btree (kind, at);
CREATE INDEX audit_access_person ON public.audit_accessrecord USING btree (person_id);
CREATE INDEX audit_accessrecord_at_b9fa90bc ON public.audit_accessrecord USING btree (at);
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
CREATE INDEX documents_errand_person_id_68467130 ON public.documents_errand USING btree (person_id);
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
CREATE INDEX plans_submission_plan_id_2e6e0c3c ON public.plans_submission USING btree (plan_id);
CREATE UNIQUE INDEX plans_submission_waits_once ON public.plans_submission USING btree (plan_id) WHERE (ended_at IS NULL);
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
CREATE INDEX units_agencygroup_spelling_996c1a33_like ON public.units_agencygroup USING btree (spelling text_pattern_ops);
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
CREATE INDEX units_unit_search_key_52fa18d3_like ON public.units_unit USING btree (search_key text_pattern_ops);
CREATE INDEX units_unit_sort_key_0f577f61 ON public.units_unit USING btree (sort_key);
CREATE INDEX units_unit_sort_key_0f577f61_like ON public.units_unit USING btree (sort_key text_pattern_ops);
CREATE INDEX units_wording_spelling_69d7e20c_like ON public.units_wording USING btree (spelling text_pattern_ops);
CREATE INDEX units_wording_units_unit_id_45ae4607 ON public.units_wording_units USING btree (unit_id);
CREATE INDEX units_wording_units_wording_id_e4c88b54 ON public.units_wording_units USING btree (wording_id);
CREATE TRIGGER audit_accessrecord_frozen BEFORE DELETE OR UPDATE ON public.audit_accessrecord FOR EACH ROW EXECUTE FUNCTION public.audit_accessrecord_frozen();
ALTER TABLE public.audit_accessrecord ENABLE ALWAYS TRIGGER audit_accessrecord_frozen;
CREATE TRIGGER audit_accessrecord_no_truncate BEFORE TRUNCATE ON public.audit_accessrecord FOR EACH STATEMENT EXECUTE FUNCTION public.audit_accessrecord_frozen();
ALTER TABLE public.audit_accessrecord ENABLE ALWAYS TRIGGER audit_accessrecord_no_truncate;
CREATE TRIGGER audit_entry_frozen BEFORE DELETE OR UPDATE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.audit_entry_frozen();
ALTER TABLE public.audit_entry ENABLE ALWAYS TRIGGER audit_entry_frozen;
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.audit_entry_frozen();
ALTER TABLE public.audit_entry ENABLE ALWAYS TRIGGER audit_entry_no_truncate;
CREATE TRIGGER audit_seal_frozen BEFORE DELETE OR UPDATE ON public.audit_seal FOR EACH ROW EXECUTE FUNCTION public.audit_seal_frozen();
ALTER TABLE public.audit_seal ENABLE ALWAYS TRIGGER audit_seal_frozen;
CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON public.audit_seal FOR EACH STATEMENT EXECUTE FUNCTION public.audit_seal_frozen();
ALTER TABLE public.audit_seal ENABLE ALWAYS TRIGGER audit_seal_no_truncate;
CREATE TRIGGER criteria_criteriaversion_frozen BEFORE DELETE OR UPDATE ON public.criteria_criteriaversion FOR EACH ROW EXECUTE FUNCTION public.criteria_criteriaversion_frozen();
ALTER TABLE public.criteria_criteriaversion ENABLE ALWAYS TRIGGER criteria_criteriaversion_frozen;
CREATE TRIGGER criteria_criteriaversion_no_truncate BEFORE TRUNCATE ON public.criteria_criteriaversion FOR EACH STATEMENT EXECUTE FUNCTION public.criteria_criteriaversion_frozen();
ALTER TABLE public.criteria_criteriaversion ENABLE ALWAYS TRIGGER criteria_criteriaversion_no_truncate;
CREATE TRIGGER cycles_cycle_frozen BEFORE DELETE OR UPDATE ON public.cycles_cycle FOR EACH ROW EXECUTE FUNCTION public.cycles_cycle_frozen();
ALTER TABLE public.cycles_cycle ENABLE ALWAYS TRIGGER cycles_cycle_frozen;
CREATE TRIGGER cycles_cycle_no_truncate BEFORE TRUNCATE ON public.cycles_cycle FOR EACH STATEMENT EXECUTE FUNCTION public.cycles_cycle_frozen();
ALTER TABLE public.cycles_cycle ENABLE ALWAYS TRIGGER cycles_cycle_no_truncate;
CREATE TRIGGER cycles_cycleset_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.cycles_cycleset FOR EACH ROW EXECUTE FUNCTION public.cycles_cycleset_frozen();
ALTER TABLE public.cycles_cycleset ENABLE ALWAYS TRIGGER cycles_cycleset_frozen;
CREATE TRIGGER cycles_cycleset_no_truncate BEFORE TRUNCATE ON public.cycles_cycleset FOR EACH STATEMENT EXECUTE FUNCTION public.cycles_cycleset_frozen();
ALTER TABLE public.cycles_cycleset ENABLE ALWAYS TRIGGER cycles_cycleset_no_truncate;
CREATE TRIGGER cycles_notapplicable_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.cycles_notapplicable FOR EACH ROW EXECUTE FUNCTION public.cycles_notapplicable_frozen();
ALTER TABLE public.cycles_notapplicable ENABLE ALWAYS TRIGGER cycles_notapplicable_frozen;
CREATE TRIGGER cycles_notapplicable_no_truncate BEFORE TRUNCATE ON public.cycles_notapplicable FOR EACH STATEMENT EXECUTE FUNCTION public.cycles_notapplicable_frozen();
ALTER TABLE public.cycles_notapplicable ENABLE ALWAYS TRIGGER cycles_notapplicable_no_truncate;
CREATE TRIGGER cycles_participant_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.cycles_participant FOR EACH ROW EXECUTE FUNCTION public.cycles_participant_frozen();
ALTER TABLE public.cycles_participant ENABLE ALWAYS TRIGGER cycles_participant_frozen;
CREATE TRIGGER cycles_participant_no_truncate BEFORE TRUNCATE ON public.cycles_participant FOR EACH STATEMENT EXECUTE FUNCTION public.cycles_participant_frozen();
ALTER TABLE public.cycles_participant ENABLE ALWAYS TRIGGER cycles_participant_no_truncate;
CREATE TRIGGER cycles_phase_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.cycles_phase FOR EACH ROW EXECUTE FUNCTION public.cycles_phase_frozen();
ALTER TABLE public.cycles_phase ENABLE ALWAYS TRIGGER cycles_phase_frozen;
CREATE TRIGGER cycles_phase_no_truncate BEFORE TRUNCATE ON public.cycles_phase FOR EACH STATEMENT EXECUTE FUNCTION public.cycles_phase_frozen();
ALTER TABLE public.cycles_phase ENABLE ALWAYS TRIGGER cycles_phase_no_truncate;
CREATE TRIGGER documents_storedfile_frozen BEFORE DELETE OR UPDATE ON public.documents_storedfile FOR EACH ROW EXECUTE FUNCTION public.documents_storedfile_frozen();
ALTER TABLE public.documents_storedfile ENABLE ALWAYS TRIGGER documents_storedfile_frozen;
CREATE TRIGGER documents_storedfile_no_truncate BEFORE TRUNCATE ON public.documents_storedfile FOR EACH STATEMENT EXECUTE FUNCTION public.documents_storedfile_frozen();
ALTER TABLE public.documents_storedfile ENABLE ALWAYS TRIGGER documents_storedfile_no_truncate;
CREATE TRIGGER results_domainindex_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.results_domainindex FOR EACH ROW EXECUTE FUNCTION public.results_domainindex_frozen();
ALTER TABLE public.results_domainindex ENABLE ALWAYS TRIGGER results_domainindex_frozen;
CREATE TRIGGER results_domainindex_no_truncate BEFORE TRUNCATE ON public.results_domainindex FOR EACH STATEMENT EXECUTE FUNCTION public.results_domainindex_frozen();
ALTER TABLE public.results_domainindex ENABLE ALWAYS TRIGGER results_domainindex_no_truncate;
CREATE TRIGGER results_indexrun_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.results_indexrun FOR EACH ROW EXECUTE FUNCTION public.results_indexrun_frozen();
ALTER TABLE public.results_indexrun ENABLE ALWAYS TRIGGER results_indexrun_frozen;
CREATE TRIGGER results_indexrun_no_truncate BEFORE TRUNCATE ON public.results_indexrun FOR EACH STATEMENT EXECUTE FUNCTION public.results_indexrun_frozen();
ALTER TABLE public.results_indexrun ENABLE ALWAYS TRIGGER results_indexrun_no_truncate;
CREATE TRIGGER results_score_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.results_score FOR EACH ROW EXECUTE FUNCTION public.results_score_frozen();
ALTER TABLE public.results_score ENABLE ALWAYS TRIGGER results_score_frozen;
CREATE TRIGGER results_score_no_truncate BEFORE TRUNCATE ON public.results_score FOR EACH STATEMENT EXECUTE FUNCTION public.results_score_frozen();
ALTER TABLE public.results_score ENABLE ALWAYS TRIGGER results_score_no_truncate;
CREATE TRIGGER results_scoreimport_frozen BEFORE DELETE OR UPDATE ON public.results_scoreimport FOR EACH ROW EXECUTE FUNCTION public.results_scoreimport_frozen();
ALTER TABLE public.results_scoreimport ENABLE ALWAYS TRIGGER results_scoreimport_frozen;
CREATE TRIGGER results_scoreimport_no_truncate BEFORE TRUNCATE ON public.results_scoreimport FOR EACH STATEMENT EXECUTE FUNCTION public.results_scoreimport_frozen();
ALTER TABLE public.results_scoreimport ENABLE ALWAYS TRIGGER results_scoreimport_no_truncate;
CREATE TRIGGER results_unitindex_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.results_unitindex FOR EACH ROW EXECUTE FUNCTION public.results_unitindex_frozen();
ALTER TABLE public.results_unitindex ENABLE ALWAYS TRIGGER results_unitindex_frozen;
CREATE TRIGGER results_unitindex_no_truncate BEFORE TRUNCATE ON public.results_unitindex FOR EACH STATEMENT EXECUTE FUNCTION public.results_unitindex_frozen();
ALTER TABLE public.results_unitindex ENABLE ALWAYS TRIGGER results_unitindex_no_truncate;
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_person_id FOREIGN KEY (user_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_person_id_cd00e383_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_unit_id_7180f6e8_fk_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_sentform
    ADD CONSTRAINT accounts_sentform_person_id_782e0258_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
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
ALTER TABLE ONLY public.plans_submission
    ADD CONSTRAINT plans_submission_plan_id_2e6e0c3c_fk_plans_plan_id FOREIGN KEY (plan_id) REFERENCES public.plans_plan(id) DEFERRABLE INITIALLY DEFERRED;
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
