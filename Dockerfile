FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/app
COPY requirements.txt .
RUN pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements.txt

COPY . .
RUN SECRET_KEY=for-this-step python manage.py collectstatic --noinput \
    && useradd --system spbe \
    && install --directory --owner=spbe /srv/evidence
USER spbe

CMD ["gunicorn", "spbe_eval.wsgi", "--config", "conf/gunicorn.py", "--bind", "0.0.0.0:8000", "--workers", "4"]
