"""What the database holds of awards: nothing of a decided list moves, and nothing is given that no result says."""

import pgtrigger


def never_after_decision() -> pgtrigger.Trigger:
    """Categories and exclusions of a decided list are never added, changed or deleted."""
    return pgtrigger.Trigger(
        name="never_after_decision",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF EXISTS (
                SELECT FROM awards_awardlist WHERE id IN (OLD.list_id, NEW.list_id) AND decided_at IS NOT NULL
            ) THEN
                RAISE EXCEPTION USING ERRCODE = 'SP003',
                    MESSAGE = 'Daftar penghargaan ini sudah ditetapkan dan tidak dapat diubah lagi.';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def decided_on_what_is_final() -> pgtrigger.Trigger:
    """A list is decided on a computation of its period that a decree or its publication made final, and on no other."""
    return pgtrigger.Trigger(
        name="decided_on_what_is_final",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF NEW.decided_at IS NULL THEN RETURN NEW; END IF;
            IF NOT EXISTS (
                SELECT FROM results_finalisationrun run
                WHERE run.id = NEW.run_id AND run.period_id = NEW.period_id AND run.state = 'computed' AND (
                    EXISTS (SELECT FROM results_publication WHERE run_id = run.id)
                    OR EXISTS (SELECT FROM decrees_decree WHERE run_id = run.id AND state = 'issued'))
            ) THEN
                RAISE EXCEPTION USING ERRCODE = 'SP006',
                    MESSAGE = 'Penghargaan ditetapkan dari hasil yang sudah menjadi keputusan atau sudah terbit.';
            END IF;
            IF EXISTS (
                SELECT FROM awards_award award
                JOIN awards_awardcategory category ON category.id = award.category_id
                JOIN results_result result ON result.id = award.result_id
                WHERE category.list_id = NEW.id AND result.run_id <> NEW.run_id
            ) THEN
                RAISE EXCEPTION USING ERRCODE = 'SP005',
                    MESSAGE = 'Penghargaan ini berasal dari hitungan lain.';
            END IF;
            RETURN NEW;
        """,
    )


def given_as_the_results_say() -> pgtrigger.Trigger:
    """An award is given before its list is decided, with the figure of a result of its period, to nobody left out."""
    return pgtrigger.Trigger(
        name="given_as_the_results_say",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (
                SELECT FROM awards_awardcategory category
                JOIN awards_awardlist list ON list.id = category.list_id
                JOIN results_result result ON result.id = NEW.result_id
                JOIN results_finalisationrun run ON run.id = result.run_id
                JOIN evaluations_evaluation evaluation ON evaluation.id = result.evaluation_id
                WHERE category.id = NEW.category_id AND list.decided_at IS NULL AND run.period_id = list.period_id
                    AND result.stated = NEW.stated
                    AND NOT EXISTS (
                        SELECT FROM awards_awardexclusion out
                        WHERE out.list_id = list.id AND out.institution_id = evaluation.institution_id
                            AND out.lifted_at IS NULL)
            ) THEN
                RAISE EXCEPTION USING ERRCODE = 'SP005',
                    MESSAGE = 'Penghargaan hanya diberikan menurut hasil periode ini, sebelum daftarnya ditetapkan.';
            END IF;
            RETURN NEW;
        """,
    )


def announced_when_public() -> pgtrigger.Trigger:
    """Awards are announced once they are decided and the results they follow from are public."""
    return pgtrigger.Trigger(
        name="announced_when_public",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (
                SELECT FROM awards_awardlist list
                JOIN results_publication publication ON publication.run_id = list.run_id
                WHERE list.id = NEW.list_id AND list.decided_at IS NOT NULL
            ) THEN
                RAISE EXCEPTION USING ERRCODE = 'SP006',
                    MESSAGE = 'Penghargaan diumumkan sesudah ditetapkan dan sesudah hasilnya terbit.';
            END IF;
            RETURN NEW;
        """,
    )
