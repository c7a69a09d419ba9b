"""Runs migrations on the connection that it is handed."""

from alembic import context

from crm_domain.crm import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
