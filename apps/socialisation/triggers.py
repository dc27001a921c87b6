"""What the database holds of an event: nobody registers beyond its room, and nobody was there before it began."""

import pgtrigger


def while_there_is_room() -> pgtrigger.Trigger:
    """One registration after the other, while there is a place left and the event is neither over nor called off."""
    return pgtrigger.Trigger(
        name="while_there_is_room",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("event", "record")],
        func="""
            SELECT capacity, ends_at, called_off_at INTO event
                FROM socialisation_event WHERE id = NEW.event_id FOR NO KEY UPDATE;
            IF event.called_off_at IS NOT NULL OR event.ends_at <= clock_timestamp() THEN
                RAISE EXCEPTION USING ERRCODE = 'SP001',
                    MESSAGE = 'Kegiatan ini sudah selesai atau dibatalkan. Anda belum terdaftar.';
            END IF;
            IF event.capacity <= (SELECT count(*) FROM socialisation_registration WHERE event_id = NEW.event_id) THEN
                RAISE EXCEPTION USING ERRCODE = 'SP006',
                    MESSAGE = 'Tempat kegiatan ini sudah penuh. Anda belum terdaftar.';
            END IF;
            RETURN NEW;
        """,
    )


def attended_since_it_began() -> pgtrigger.Trigger:
    """Attendance is a fact: it is marked from the beginning on, of an event that was held."""
    return pgtrigger.Trigger(
        name="attended_since_it_began",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__attended_at__isnull=False),
        func="""
            IF EXISTS (
                SELECT FROM socialisation_event event
                WHERE event.id = NEW.event_id
                    AND (event.starts_at > clock_timestamp() OR event.called_off_at IS NOT NULL)
            ) THEN
                RAISE EXCEPTION USING ERRCODE = 'SP001',
                    MESSAGE = 'Kehadiran dicatat sejak kegiatan dimulai, bila tidak dibatalkan. Belum dicatat.';
            END IF;
            RETURN NEW;
        """,
    )
