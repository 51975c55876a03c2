import { Migration } from '@mikro-orm/migrations';

export class Migration20261124105513_initial extends Migration {
  override name = 'Migration20261124105513_initial';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`admins\` (\`id\` integer not null primary key autoincrement, \`name\` text not null, \`phone\` text not null, \`phone_key\` text not null, \`lid\` text null, \`role\` text check (\`role\` in ('owner', 'editor', 'viewer')) not null default 'editor', \`created_at\` datetime not null, \`updated_at\` datetime not null, \`version\` integer not null default 1);`,
    );
    this.addSql(`create unique index \`admins_phone_key_unique\` on \`admins\` (\`phone_key\`);`);
    this.addSql(`create unique index \`admins_lid_unique\` on \`admins\` (\`lid\`);`);

    this.addSql(
      `create table \`audit_entries\` (\`id\` integer not null primary key autoincrement, \`at\` datetime not null, \`actor_type\` text check (\`actor_type\` in ('admin', 'user', 'system')) not null, \`actor_id\` bigint null, \`actor_name\` text not null, \`source\` text check (\`source\` in ('chat', 'api', 'panel', 'cli', 'system')) not null, \`action\` text not null, \`entity_type\` text not null, \`entity_id\` bigint null, \`before\` json null, \`after\` json null);`,
    );
    this.addSql(
      `create index \`audit_entries_entity_type_entity_id_index\` on \`audit_entries\` (\`entity_type\`, \`entity_id\`);`,
    );
    this.addSql(`create index \`audit_entries_at_index\` on \`audit_entries\` (\`at\`);`);

    this.addSql(
      `create table \`contacts\` (\`id\` integer not null primary key autoincrement, \`name\` text not null, \`name_key\` text not null, \`phone\` text not null, \`phone_key\` text not null, \`lid\` text null, \`variables\` json not null, \`birth_date\` text null, \`consent\` json null, \`on_whatsapp\` integer null, \`notes\` text null, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`version\` integer not null default 1);`,
    );
    this.addSql(`create index \`contacts_name_key_index\` on \`contacts\` (\`name_key\`);`);
    this.addSql(`create unique index \`contacts_phone_key_unique\` on \`contacts\` (\`phone_key\`);`);
    this.addSql(`create index \`contacts_lid_index\` on \`contacts\` (\`lid\`);`);

    this.addSql(
      `create table \`evolution_configs\` (\`id\` integer not null primary key autoincrement, \`name\` text not null, \`base_url\` text not null, \`instance_name\` text not null, \`api_key_encrypted\` text not null, \`is_default\` integer not null default false, \`is_simulator\` integer not null default false, \`state\` text check (\`state\` in ('open', 'connecting', 'close', 'restricted', 'unknown')) not null default 'unknown', \`state_at\` datetime null, \`own_jid\` text null, \`own_lid\` text null, \`paused_at\` datetime null, \`pause_reason\` text null, \`pace\` text check (\`pace\` in ('normal', 'conservador', 'livre', 'custom')) not null default 'normal', \`min_gap_ms\` integer null, \`max_gap_ms\` integer null, \`daily_cap\` integer null, \`concurrency\` integer not null default 1, \`quiet_hours\` json null, \`webhook\` json null, \`webhook_secret_hash\` text null, \`previous_secret_hash\` text null, \`previous_secret_until\` datetime null, \`next_slot_at\` datetime null, \`sent_on\` text null, \`sent_today\` integer not null default 0, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`version\` integer not null default 1);`,
    );
    this.addSql(
      `create unique index \`evolution_configs_webhook_secret_hash_unique\` on \`evolution_configs\` (\`webhook_secret_hash\`);`,
    );
    this.addSql(
      `create unique index \`evolution_configs_base_url_instance_name_unique\` on \`evolution_configs\` (\`base_url\`, \`instance_name\`);`,
    );

    this.addSql(
      `create table \`recipient_groups\` (\`id\` integer not null primary key autoincrement, \`name\` text not null, \`name_key\` text not null, \`aliases\` json not null, \`kind\` text check (\`kind\` in ('whatsapp', 'list', 'dynamic')) not null, \`jid\` text null, \`rule\` text null, \`evolution_config_id\` bigint null, \`members_count\` integer not null default 0, \`can_send\` integer null, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`version\` integer not null default 1, constraint \`recipient_groups_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`) on delete set null);`,
    );
    this.addSql(`create index \`recipient_groups_name_key_index\` on \`recipient_groups\` (\`name_key\`);`);
    this.addSql(
      `create index \`recipient_groups_evolution_config_id_index\` on \`recipient_groups\` (\`evolution_config_id\`);`,
    );
    this.addSql(
      `create unique index \`recipient_groups_evolution_config_id_jid_unique\` on \`recipient_groups\` (\`evolution_config_id\`, \`jid\`);`,
    );

    this.addSql(
      `create table \`group_members\` (\`id\` integer not null primary key autoincrement, \`group_id\` bigint not null, \`member_key\` text not null, \`contact_id\` bigint null, \`jid\` text null, \`phone\` text null, \`is_admin\` integer not null default false, constraint \`group_members_group_id_foreign\` foreign key (\`group_id\`) references \`recipient_groups\` (\`id\`) on delete cascade, constraint \`group_members_contact_id_foreign\` foreign key (\`contact_id\`) references \`contacts\` (\`id\`) on delete cascade);`,
    );
    this.addSql(`create index \`group_members_group_id_index\` on \`group_members\` (\`group_id\`);`);
    this.addSql(`create index \`group_members_contact_id_index\` on \`group_members\` (\`contact_id\`);`);
    this.addSql(
      `create unique index \`group_members_group_id_member_key_unique\` on \`group_members\` (\`group_id\`, \`member_key\`);`,
    );

    this.addSql(
      `create table \`inbox_events\` (\`id\` integer not null primary key autoincrement, \`evolution_config_id\` bigint not null, \`event_key\` text null, \`kind\` text not null, \`chat_key\` text not null, \`payload\` json not null, \`status\` text check (\`status\` in ('pending', 'done', 'ignored', 'failed')) not null default 'pending', \`attempts\` integer not null default 0, \`next_attempt_at\` datetime not null, \`claimed_by\` text null, \`lease_until\` datetime null, \`error\` text null, \`received_at\` datetime not null, \`handled_at\` datetime null, constraint \`inbox_events_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`) on delete cascade);`,
    );
    this.addSql(
      `create index \`inbox_events_evolution_config_id_index\` on \`inbox_events\` (\`evolution_config_id\`);`,
    );
    this.addSql(`create index \`inbox_events_status_id_index\` on \`inbox_events\` (\`status\`, \`id\`);`);
    this.addSql(`create index \`inbox_events_handled_at_index\` on \`inbox_events\` (\`handled_at\`);`);
    this.addSql(
      `create unique index \`inbox_events_evolution_config_id_event_key_unique\` on \`inbox_events\` (\`evolution_config_id\`, \`event_key\`);`,
    );

    this.addSql(
      `create table \`outbox_messages\` (\`id\` integer not null primary key autoincrement, \`evolution_config_id\` bigint not null, \`inbox_event_id\` bigint null, \`kind\` text check (\`kind\` in ('reply', 'question', 'notice', 'reaction')) not null, \`chat_jid\` text not null, \`text\` text not null, \`target_message_id\` text null, \`target_participant\` text null, \`status\` text check (\`status\` in ('queued', 'sending', 'sent', 'failed')) not null default 'queued', \`attempts\` integer not null default 0, \`next_attempt_at\` datetime not null, \`claimed_by\` text null, \`lease_until\` datetime null, \`started_at\` datetime null, \`message_id\` text null, \`error\` text null, \`created_at\` datetime not null, \`sent_at\` datetime null, constraint \`outbox_messages_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`) on delete cascade, constraint \`outbox_messages_inbox_event_id_foreign\` foreign key (\`inbox_event_id\`) references \`inbox_events\` (\`id\`) on delete set null);`,
    );
    this.addSql(
      `create index \`outbox_messages_evolution_config_id_index\` on \`outbox_messages\` (\`evolution_config_id\`);`,
    );
    this.addSql(`create index \`outbox_messages_inbox_event_id_index\` on \`outbox_messages\` (\`inbox_event_id\`);`);
    this.addSql(
      `create index \`outbox_messages_status_next_attempt_at_index\` on \`outbox_messages\` (\`status\`, \`next_attempt_at\`);`,
    );

    this.addSql(
      `create table \`pending_questions\` (\`id\` integer not null primary key autoincrement, \`asked_key\` text not null, \`command\` text not null, \`payload\` json not null, \`options\` json not null, \`message_id\` bigint null, \`created_at\` datetime not null, \`expires_at\` datetime not null, constraint \`pending_questions_message_id_foreign\` foreign key (\`message_id\`) references \`outbox_messages\` (\`id\`) on delete set null);`,
    );
    this.addSql(`create unique index \`pending_questions_asked_key_unique\` on \`pending_questions\` (\`asked_key\`);`);
    this.addSql(`create index \`pending_questions_message_id_index\` on \`pending_questions\` (\`message_id\`);`);

    this.addSql(
      `create table \`suppressions\` (\`id\` integer not null primary key autoincrement, \`phone\` text not null, \`phone_key\` text not null, \`source\` text not null, \`created_at\` datetime not null);`,
    );
    this.addSql(`create unique index \`suppressions_phone_key_unique\` on \`suppressions\` (\`phone_key\`);`);

    this.addSql(
      `create table \`message_templates\` (\`id\` integer not null primary key autoincrement, \`name\` text not null, \`name_key\` text not null, \`body\` text not null, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`version\` integer not null default 1);`,
    );
    this.addSql(`create unique index \`message_templates_name_key_unique\` on \`message_templates\` (\`name_key\`);`);

    this.addSql(
      `create table \`schedules\` (\`id\` integer not null primary key autoincrement, \`title\` text not null default '', \`status\` text check (\`status\` in ('active', 'paused', 'finished', 'cancelled')) not null default 'active', \`rule\` json not null, \`anchor\` text not null, \`timezone\` text not null, \`skip_holidays\` text null, \`template_id\` bigint null, \`variables\` json not null, \`text\` text null, \`mention_all\` integer not null default false, \`evolution_config_id\` bigint not null, \`catch_up\` text check (\`catch_up\` in ('send_late', 'skip')) not null default 'send_late', \`catch_up_minutes\` integer not null default 60, \`send_within_minutes\` integer not null default 1440, \`on_unknown\` text check (\`on_unknown\` in ('hold', 'resend')) not null default 'hold', \`pause_reason\` text null, \`paused_at\` datetime null, \`created_by\` text not null, \`created_by_admin_id\` bigint null, \`source\` text check (\`source\` in ('chat', 'api', 'panel', 'cli', 'system')) not null, \`next_run_at\` datetime null, \`last_run_at\` datetime null, \`deleted_at\` datetime null, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`version\` integer not null default 1, constraint \`schedules_template_id_foreign\` foreign key (\`template_id\`) references \`message_templates\` (\`id\`) on delete set null, constraint \`schedules_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`), constraint \`schedules_created_by_admin_id_foreign\` foreign key (\`created_by_admin_id\`) references \`admins\` (\`id\`) on delete set null);`,
    );
    this.addSql(`create index \`schedules_template_id_index\` on \`schedules\` (\`template_id\`);`);
    this.addSql(`create index \`schedules_evolution_config_id_index\` on \`schedules\` (\`evolution_config_id\`);`);
    this.addSql(`create index \`schedules_created_by_admin_id_index\` on \`schedules\` (\`created_by_admin_id\`);`);
    this.addSql(`create index \`schedules_status_next_run_at_index\` on \`schedules\` (\`status\`, \`next_run_at\`);`);

    this.addSql(
      `create table \`schedule_recipients\` (\`id\` integer not null primary key autoincrement, \`schedule_id\` bigint not null, \`type\` text check (\`type\` in ('group', 'contact', 'number')) not null, \`group_id\` bigint null, \`contact_id\` bigint null, \`phone\` text null, constraint \`schedule_recipients_schedule_id_foreign\` foreign key (\`schedule_id\`) references \`schedules\` (\`id\`) on delete cascade, constraint \`schedule_recipients_group_id_foreign\` foreign key (\`group_id\`) references \`recipient_groups\` (\`id\`) on delete set null, constraint \`schedule_recipients_contact_id_foreign\` foreign key (\`contact_id\`) references \`contacts\` (\`id\`) on delete set null);`,
    );
    this.addSql(`create index \`schedule_recipients_schedule_id_index\` on \`schedule_recipients\` (\`schedule_id\`);`);
    this.addSql(`create index \`schedule_recipients_group_id_index\` on \`schedule_recipients\` (\`group_id\`);`);
    this.addSql(`create index \`schedule_recipients_contact_id_index\` on \`schedule_recipients\` (\`contact_id\`);`);

    this.addSql(
      `create table \`occurrences\` (\`id\` integer not null primary key autoincrement, \`schedule_id\` bigint not null, \`planned_at\` datetime not null, \`due_at\` datetime not null, \`status\` text check (\`status\` in ('planned', 'firing', 'done', 'skipped', 'missed', 'cancelled')) not null default 'planned', \`reason\` text null, \`instants\` integer not null default 1, \`last_planned_at\` datetime null, \`late\` integer not null default false, \`fired_at\` datetime null, \`finished_at\` datetime null, constraint \`occurrences_schedule_id_foreign\` foreign key (\`schedule_id\`) references \`schedules\` (\`id\`));`,
    );
    this.addSql(`create index \`occurrences_schedule_id_index\` on \`occurrences\` (\`schedule_id\`);`);
    this.addSql(`create index \`occurrences_status_due_at_index\` on \`occurrences\` (\`status\`, \`due_at\`);`);
    this.addSql(
      `create unique index \`occurrences_schedule_id_planned_at_unique\` on \`occurrences\` (\`schedule_id\`, \`planned_at\`);`,
    );

    this.addSql(
      `create table \`deliveries\` (\`id\` integer not null primary key autoincrement, \`occurrence_id\` bigint null, \`schedule_id\` bigint null, \`evolution_config_id\` bigint not null, \`recipient_key\` text not null, \`recipient_type\` text check (\`recipient_type\` in ('group', 'contact', 'number')) not null, \`recipient_id\` bigint null, \`recipient_name\` text not null, \`jid\` text not null, \`text\` text not null, \`mention_all\` integer not null default false, \`status\` text check (\`status\` in ('queued', 'waiting_connection', 'held', 'sending', 'sent', 'delivered', 'read', 'failed', 'skipped', 'uncertain', 'cancelled')) not null default 'queued', \`reason\` text null, \`late\` integer not null default false, \`attempts\` integer not null default 0, \`due_at\` datetime not null, \`next_attempt_at\` datetime not null, \`give_up_at\` datetime not null, \`claimed_by\` text null, \`lease_until\` datetime null, \`message_id\` text null, \`sent_jid\` text null, \`sent_at\` datetime null, \`delivered_at\` datetime null, \`read_at\` datetime null, \`created_at\` datetime not null, \`updated_at\` datetime not null, constraint \`deliveries_occurrence_id_foreign\` foreign key (\`occurrence_id\`) references \`occurrences\` (\`id\`) on delete set null, constraint \`deliveries_schedule_id_foreign\` foreign key (\`schedule_id\`) references \`schedules\` (\`id\`) on delete set null, constraint \`deliveries_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`));`,
    );
    this.addSql(`create index \`deliveries_occurrence_id_index\` on \`deliveries\` (\`occurrence_id\`);`);
    this.addSql(`create index \`deliveries_schedule_id_index\` on \`deliveries\` (\`schedule_id\`);`);
    this.addSql(`create index \`deliveries_evolution_config_id_index\` on \`deliveries\` (\`evolution_config_id\`);`);
    this.addSql(`create index \`deliveries_message_id_index\` on \`deliveries\` (\`message_id\`);`);
    this.addSql(
      `create index \`deliveries_evolution_config_id_status_next_attempt_at_index\` on \`deliveries\` (\`evolution_config_id\`, \`status\`, \`next_attempt_at\`);`,
    );
    this.addSql(
      `create index \`deliveries_status_lease_until_index\` on \`deliveries\` (\`status\`, \`lease_until\`);`,
    );
    this.addSql(
      `create index \`deliveries_schedule_id_created_at_index\` on \`deliveries\` (\`schedule_id\`, \`created_at\`);`,
    );
    this.addSql(
      `create unique index \`deliveries_occurrence_id_recipient_key_unique\` on \`deliveries\` (\`occurrence_id\`, \`recipient_key\`);`,
    );

    this.addSql(
      `create table \`users\` (\`id\` integer not null primary key autoincrement, \`username\` text not null, \`password_hash\` text not null, \`scope\` text check (\`scope\` in ('read', 'send', 'manage', 'admin')) not null default 'admin', \`created_at\` datetime not null, \`updated_at\` datetime not null, \`version\` integer not null default 1);`,
    );
    this.addSql(`create unique index \`users_username_unique\` on \`users\` (\`username\`);`);

    this.addSql(
      `create table \`api_tokens\` (\`id\` integer not null primary key autoincrement, \`user_id\` bigint not null, \`token_hash\` text not null, \`name\` text not null default '', \`scope\` text check (\`scope\` in ('read', 'send', 'manage', 'admin')) not null default 'admin', \`created_at\` datetime not null, \`last_used_at\` datetime null, constraint \`api_tokens_user_id_foreign\` foreign key (\`user_id\`) references \`users\` (\`id\`) on delete cascade);`,
    );
    this.addSql(`create index \`api_tokens_user_id_index\` on \`api_tokens\` (\`user_id\`);`);
    this.addSql(`create unique index \`api_tokens_token_hash_unique\` on \`api_tokens\` (\`token_hash\`);`);
  }
}
