import { Migration } from '@mikro-orm/migrations';

export class Migration20261124105514_initial extends Migration {
  override name = 'Migration20261124105514_initial';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`admins\` (\`id\` bigint unsigned not null auto_increment primary key, \`name\` varchar(200) not null, \`phone\` varchar(20) not null, \`phone_key\` varchar(20) not null, \`lid\` varchar(64) null, \`role\` enum('owner','editor','viewer') not null default 'editor', \`created_at\` datetime(3) not null, \`updated_at\` datetime(3) not null, \`version\` int not null default 1) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(`alter table \`admins\` add unique \`admins_phone_key_unique\` (\`phone_key\`);`);
    this.addSql(`alter table \`admins\` add unique \`admins_lid_unique\` (\`lid\`);`);

    this.addSql(
      `create table \`audit_entries\` (\`id\` bigint unsigned not null auto_increment primary key, \`at\` datetime(3) not null, \`actor_type\` enum('admin','user','system') not null, \`actor_id\` bigint null, \`actor_name\` varchar(200) not null, \`source\` enum('chat','api','panel','cli','system') not null, \`action\` varchar(60) not null, \`entity_type\` varchar(40) not null, \`entity_id\` bigint null, \`before\` json null, \`after\` json null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(
      `alter table \`audit_entries\` add index \`audit_entries_entity_type_entity_id_index\` (\`entity_type\`, \`entity_id\`);`,
    );
    this.addSql(`alter table \`audit_entries\` add index \`audit_entries_at_index\` (\`at\`);`);

    this.addSql(
      `create table \`contacts\` (\`id\` bigint unsigned not null auto_increment primary key, \`name\` varchar(200) not null, \`name_key\` varchar(200) not null, \`phone\` varchar(20) not null, \`phone_key\` varchar(20) not null, \`lid\` varchar(64) null, \`variables\` json not null, \`birth_date\` varchar(10) null, \`consent\` json null, \`on_whatsapp\` tinyint(1) null, \`notes\` text null, \`created_at\` datetime(3) not null, \`updated_at\` datetime(3) not null, \`version\` int not null default 1) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(`alter table \`contacts\` add index \`contacts_name_key_index\` (\`name_key\`);`);
    this.addSql(`alter table \`contacts\` add unique \`contacts_phone_key_unique\` (\`phone_key\`);`);
    this.addSql(`alter table \`contacts\` add index \`contacts_lid_index\` (\`lid\`);`);

    this.addSql(
      `create table \`evolution_configs\` (\`id\` bigint unsigned not null auto_increment primary key, \`name\` varchar(200) not null, \`base_url\` varchar(400) not null, \`instance_name\` varchar(200) not null, \`api_key_encrypted\` varchar(1000) not null, \`is_default\` tinyint(1) not null default false, \`is_simulator\` tinyint(1) not null default false, \`state\` enum('open','connecting','close','restricted','unknown') not null default 'unknown', \`state_at\` datetime(3) null, \`own_jid\` varchar(100) null, \`own_lid\` varchar(100) null, \`paused_at\` datetime(3) null, \`pause_reason\` varchar(500) null, \`pace\` enum('normal','conservador','livre','custom') not null default 'normal', \`min_gap_ms\` int null, \`max_gap_ms\` int null, \`daily_cap\` int null, \`concurrency\` int not null default 1, \`quiet_hours\` json null, \`webhook\` json null, \`webhook_secret_hash\` varchar(64) null, \`previous_secret_hash\` varchar(64) null, \`previous_secret_until\` datetime(3) null, \`next_slot_at\` datetime(3) null, \`sent_on\` varchar(10) null, \`sent_today\` int not null default 0, \`created_at\` datetime(3) not null, \`updated_at\` datetime(3) not null, \`version\` int not null default 1) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(
      `alter table \`evolution_configs\` add unique \`evolution_configs_webhook_secret_hash_unique\` (\`webhook_secret_hash\`);`,
    );
    this.addSql(
      `alter table \`evolution_configs\` add unique \`evolution_configs_base_url_instance_name_unique\` (\`base_url\`, \`instance_name\`);`,
    );

    this.addSql(
      `create table \`recipient_groups\` (\`id\` bigint unsigned not null auto_increment primary key, \`name\` varchar(200) not null, \`name_key\` varchar(200) not null, \`aliases\` json not null, \`kind\` enum('whatsapp','list','dynamic') not null, \`jid\` varchar(100) null, \`rule\` varchar(50) null, \`evolution_config_id\` bigint unsigned null, \`members_count\` int not null default 0, \`can_send\` tinyint(1) null, \`created_at\` datetime(3) not null, \`updated_at\` datetime(3) not null, \`version\` int not null default 1) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(`alter table \`recipient_groups\` add index \`recipient_groups_name_key_index\` (\`name_key\`);`);
    this.addSql(
      `alter table \`recipient_groups\` add index \`recipient_groups_evolution_config_id_index\` (\`evolution_config_id\`);`,
    );
    this.addSql(
      `alter table \`recipient_groups\` add unique \`recipient_groups_evolution_config_id_jid_unique\` (\`evolution_config_id\`, \`jid\`);`,
    );

    this.addSql(
      `create table \`group_members\` (\`id\` bigint unsigned not null auto_increment primary key, \`group_id\` bigint unsigned not null, \`member_key\` varchar(100) not null, \`contact_id\` bigint unsigned null, \`jid\` varchar(100) null, \`phone\` varchar(20) null, \`is_admin\` tinyint(1) not null default false) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(`alter table \`group_members\` add index \`group_members_group_id_index\` (\`group_id\`);`);
    this.addSql(`alter table \`group_members\` add index \`group_members_contact_id_index\` (\`contact_id\`);`);
    this.addSql(
      `alter table \`group_members\` add unique \`group_members_group_id_member_key_unique\` (\`group_id\`, \`member_key\`);`,
    );

    this.addSql(
      `create table \`inbox_events\` (\`id\` bigint unsigned not null auto_increment primary key, \`evolution_config_id\` bigint unsigned not null, \`event_key\` varchar(191) null, \`kind\` varchar(40) not null, \`chat_key\` varchar(100) not null, \`payload\` json not null, \`status\` enum('pending','done','ignored','failed') not null default 'pending', \`attempts\` int not null default 0, \`next_attempt_at\` datetime(3) not null, \`claimed_by\` varchar(100) null, \`lease_until\` datetime(3) null, \`error\` varchar(500) null, \`received_at\` datetime(3) not null, \`handled_at\` datetime(3) null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(
      `alter table \`inbox_events\` add index \`inbox_events_evolution_config_id_index\` (\`evolution_config_id\`);`,
    );
    this.addSql(`alter table \`inbox_events\` add index \`inbox_events_status_id_index\` (\`status\`, \`id\`);`);
    this.addSql(`alter table \`inbox_events\` add index \`inbox_events_handled_at_index\` (\`handled_at\`);`);
    this.addSql(
      `alter table \`inbox_events\` add unique \`inbox_events_evolution_config_id_event_key_unique\` (\`evolution_config_id\`, \`event_key\`);`,
    );

    this.addSql(
      `create table \`outbox_messages\` (\`id\` bigint unsigned not null auto_increment primary key, \`evolution_config_id\` bigint unsigned not null, \`inbox_event_id\` bigint unsigned null, \`kind\` enum('reply','question','notice','reaction') not null, \`chat_jid\` varchar(100) not null, \`text\` text not null, \`target_message_id\` varchar(100) null, \`target_participant\` varchar(100) null, \`status\` enum('queued','sending','sent','failed') not null default 'queued', \`attempts\` int not null default 0, \`next_attempt_at\` datetime(3) not null, \`claimed_by\` varchar(100) null, \`lease_until\` datetime(3) null, \`started_at\` datetime(3) null, \`message_id\` varchar(100) null, \`error\` varchar(200) null, \`created_at\` datetime(3) not null, \`sent_at\` datetime(3) null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(
      `alter table \`outbox_messages\` add index \`outbox_messages_evolution_config_id_index\` (\`evolution_config_id\`);`,
    );
    this.addSql(
      `alter table \`outbox_messages\` add index \`outbox_messages_inbox_event_id_index\` (\`inbox_event_id\`);`,
    );
    this.addSql(
      `alter table \`outbox_messages\` add index \`outbox_messages_status_next_attempt_at_index\` (\`status\`, \`next_attempt_at\`);`,
    );

    this.addSql(
      `create table \`pending_questions\` (\`id\` bigint unsigned not null auto_increment primary key, \`asked_key\` varchar(191) not null, \`command\` varchar(40) not null, \`payload\` json not null, \`options\` json not null, \`message_id\` bigint unsigned null, \`created_at\` datetime(3) not null, \`expires_at\` datetime(3) not null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(`alter table \`pending_questions\` add unique \`pending_questions_asked_key_unique\` (\`asked_key\`);`);
    this.addSql(`alter table \`pending_questions\` add index \`pending_questions_message_id_index\` (\`message_id\`);`);

    this.addSql(
      `create table \`suppressions\` (\`id\` bigint unsigned not null auto_increment primary key, \`phone\` varchar(20) not null, \`phone_key\` varchar(20) not null, \`source\` varchar(100) not null, \`created_at\` datetime(3) not null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(`alter table \`suppressions\` add unique \`suppressions_phone_key_unique\` (\`phone_key\`);`);

    this.addSql(
      `create table \`message_templates\` (\`id\` bigint unsigned not null auto_increment primary key, \`name\` varchar(60) not null, \`name_key\` varchar(60) not null, \`body\` text not null, \`created_at\` datetime(3) not null, \`updated_at\` datetime(3) not null, \`version\` int not null default 1) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(`alter table \`message_templates\` add unique \`message_templates_name_key_unique\` (\`name_key\`);`);

    this.addSql(
      `create table \`schedules\` (\`id\` bigint unsigned not null auto_increment primary key, \`title\` varchar(200) not null default '', \`status\` enum('active','paused','finished','cancelled') not null default 'active', \`rule\` json not null, \`anchor\` varchar(23) not null, \`timezone\` varchar(64) not null, \`skip_holidays\` varchar(20) null, \`template_id\` bigint unsigned null, \`variables\` json not null, \`text\` text null, \`mention_all\` tinyint(1) not null default false, \`evolution_config_id\` bigint unsigned not null, \`catch_up\` enum('send_late','skip') not null default 'send_late', \`catch_up_minutes\` int not null default 60, \`send_within_minutes\` int not null default 1440, \`on_unknown\` enum('hold','resend') not null default 'hold', \`pause_reason\` varchar(500) null, \`paused_at\` datetime(3) null, \`created_by\` varchar(200) not null, \`created_by_admin_id\` bigint unsigned null, \`source\` enum('chat','api','panel','cli','system') not null, \`next_run_at\` datetime(3) null, \`last_run_at\` datetime(3) null, \`deleted_at\` datetime(3) null, \`created_at\` datetime(3) not null, \`updated_at\` datetime(3) not null, \`version\` int not null default 1) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(`alter table \`schedules\` add index \`schedules_template_id_index\` (\`template_id\`);`);
    this.addSql(
      `alter table \`schedules\` add index \`schedules_evolution_config_id_index\` (\`evolution_config_id\`);`,
    );
    this.addSql(
      `alter table \`schedules\` add index \`schedules_created_by_admin_id_index\` (\`created_by_admin_id\`);`,
    );
    this.addSql(
      `alter table \`schedules\` add index \`schedules_status_next_run_at_index\` (\`status\`, \`next_run_at\`);`,
    );

    this.addSql(
      `create table \`schedule_recipients\` (\`id\` bigint unsigned not null auto_increment primary key, \`schedule_id\` bigint unsigned not null, \`type\` enum('group','contact','number') not null, \`group_id\` bigint unsigned null, \`contact_id\` bigint unsigned null, \`phone\` varchar(20) null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(
      `alter table \`schedule_recipients\` add index \`schedule_recipients_schedule_id_index\` (\`schedule_id\`);`,
    );
    this.addSql(`alter table \`schedule_recipients\` add index \`schedule_recipients_group_id_index\` (\`group_id\`);`);
    this.addSql(
      `alter table \`schedule_recipients\` add index \`schedule_recipients_contact_id_index\` (\`contact_id\`);`,
    );

    this.addSql(
      `create table \`occurrences\` (\`id\` bigint unsigned not null auto_increment primary key, \`schedule_id\` bigint unsigned not null, \`planned_at\` datetime(3) not null, \`due_at\` datetime(3) not null, \`status\` enum('planned','firing','done','skipped','missed','cancelled') not null default 'planned', \`reason\` varchar(60) null, \`instants\` int not null default 1, \`last_planned_at\` datetime(3) null, \`late\` tinyint(1) not null default false, \`fired_at\` datetime(3) null, \`finished_at\` datetime(3) null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(`alter table \`occurrences\` add index \`occurrences_schedule_id_index\` (\`schedule_id\`);`);
    this.addSql(`alter table \`occurrences\` add index \`occurrences_status_due_at_index\` (\`status\`, \`due_at\`);`);
    this.addSql(
      `alter table \`occurrences\` add unique \`occurrences_schedule_id_planned_at_unique\` (\`schedule_id\`, \`planned_at\`);`,
    );

    this.addSql(
      `create table \`deliveries\` (\`id\` bigint unsigned not null auto_increment primary key, \`occurrence_id\` bigint unsigned null, \`schedule_id\` bigint unsigned null, \`evolution_config_id\` bigint unsigned not null, \`recipient_key\` varchar(100) not null, \`recipient_type\` enum('group','contact','number') not null, \`recipient_id\` bigint null, \`recipient_name\` varchar(200) not null, \`jid\` varchar(100) not null, \`text\` text not null, \`mention_all\` tinyint(1) not null default false, \`status\` enum('queued','waiting_connection','held','sending','sent','delivered','read','failed','skipped','uncertain','cancelled') not null default 'queued', \`reason\` varchar(60) null, \`late\` tinyint(1) not null default false, \`attempts\` int not null default 0, \`due_at\` datetime(3) not null, \`next_attempt_at\` datetime(3) not null, \`give_up_at\` datetime(3) not null, \`claimed_by\` varchar(100) null, \`lease_until\` datetime(3) null, \`message_id\` varchar(100) null, \`sent_jid\` varchar(100) null, \`sent_at\` datetime(3) null, \`delivered_at\` datetime(3) null, \`read_at\` datetime(3) null, \`created_at\` datetime(3) not null, \`updated_at\` datetime(3) not null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(`alter table \`deliveries\` add index \`deliveries_occurrence_id_index\` (\`occurrence_id\`);`);
    this.addSql(`alter table \`deliveries\` add index \`deliveries_schedule_id_index\` (\`schedule_id\`);`);
    this.addSql(
      `alter table \`deliveries\` add index \`deliveries_evolution_config_id_index\` (\`evolution_config_id\`);`,
    );
    this.addSql(`alter table \`deliveries\` add index \`deliveries_message_id_index\` (\`message_id\`);`);
    this.addSql(
      `alter table \`deliveries\` add index \`deliveries_evolution_config_id_status_next_attempt_at_index\` (\`evolution_config_id\`, \`status\`, \`next_attempt_at\`);`,
    );
    this.addSql(
      `alter table \`deliveries\` add index \`deliveries_status_lease_until_index\` (\`status\`, \`lease_until\`);`,
    );
    this.addSql(
      `alter table \`deliveries\` add index \`deliveries_schedule_id_created_at_index\` (\`schedule_id\`, \`created_at\`);`,
    );
    this.addSql(
      `alter table \`deliveries\` add unique \`deliveries_occurrence_id_recipient_key_unique\` (\`occurrence_id\`, \`recipient_key\`);`,
    );

    this.addSql(
      `create table \`users\` (\`id\` bigint unsigned not null auto_increment primary key, \`username\` varchar(150) not null, \`password_hash\` varchar(255) not null, \`scope\` enum('read','send','manage','admin') not null default 'admin', \`created_at\` datetime(3) not null, \`updated_at\` datetime(3) not null, \`version\` int not null default 1) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(`alter table \`users\` add unique \`users_username_unique\` (\`username\`);`);

    this.addSql(
      `create table \`api_tokens\` (\`id\` bigint unsigned not null auto_increment primary key, \`user_id\` bigint unsigned not null, \`token_hash\` varchar(64) not null, \`name\` varchar(100) not null default '', \`scope\` enum('read','send','manage','admin') not null default 'admin', \`created_at\` datetime(3) not null, \`last_used_at\` datetime(3) null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`,
    );
    this.addSql(`alter table \`api_tokens\` add index \`api_tokens_user_id_index\` (\`user_id\`);`);
    this.addSql(`alter table \`api_tokens\` add unique \`api_tokens_token_hash_unique\` (\`token_hash\`);`);

    this.addSql(
      `alter table \`recipient_groups\` add constraint \`recipient_groups_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`) on delete set null;`,
    );

    this.addSql(
      `alter table \`group_members\` add constraint \`group_members_group_id_foreign\` foreign key (\`group_id\`) references \`recipient_groups\` (\`id\`) on delete cascade;`,
    );
    this.addSql(
      `alter table \`group_members\` add constraint \`group_members_contact_id_foreign\` foreign key (\`contact_id\`) references \`contacts\` (\`id\`) on delete cascade;`,
    );

    this.addSql(
      `alter table \`inbox_events\` add constraint \`inbox_events_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`) on delete cascade;`,
    );

    this.addSql(
      `alter table \`outbox_messages\` add constraint \`outbox_messages_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`) on delete cascade;`,
    );
    this.addSql(
      `alter table \`outbox_messages\` add constraint \`outbox_messages_inbox_event_id_foreign\` foreign key (\`inbox_event_id\`) references \`inbox_events\` (\`id\`) on delete set null;`,
    );

    this.addSql(
      `alter table \`pending_questions\` add constraint \`pending_questions_message_id_foreign\` foreign key (\`message_id\`) references \`outbox_messages\` (\`id\`) on delete set null;`,
    );

    this.addSql(
      `alter table \`schedules\` add constraint \`schedules_template_id_foreign\` foreign key (\`template_id\`) references \`message_templates\` (\`id\`) on delete set null;`,
    );
    this.addSql(
      `alter table \`schedules\` add constraint \`schedules_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`);`,
    );
    this.addSql(
      `alter table \`schedules\` add constraint \`schedules_created_by_admin_id_foreign\` foreign key (\`created_by_admin_id\`) references \`admins\` (\`id\`) on delete set null;`,
    );

    this.addSql(
      `alter table \`schedule_recipients\` add constraint \`schedule_recipients_schedule_id_foreign\` foreign key (\`schedule_id\`) references \`schedules\` (\`id\`) on delete cascade;`,
    );
    this.addSql(
      `alter table \`schedule_recipients\` add constraint \`schedule_recipients_group_id_foreign\` foreign key (\`group_id\`) references \`recipient_groups\` (\`id\`) on delete set null;`,
    );
    this.addSql(
      `alter table \`schedule_recipients\` add constraint \`schedule_recipients_contact_id_foreign\` foreign key (\`contact_id\`) references \`contacts\` (\`id\`) on delete set null;`,
    );

    this.addSql(
      `alter table \`occurrences\` add constraint \`occurrences_schedule_id_foreign\` foreign key (\`schedule_id\`) references \`schedules\` (\`id\`);`,
    );

    this.addSql(
      `alter table \`deliveries\` add constraint \`deliveries_occurrence_id_foreign\` foreign key (\`occurrence_id\`) references \`occurrences\` (\`id\`) on delete set null;`,
    );
    this.addSql(
      `alter table \`deliveries\` add constraint \`deliveries_schedule_id_foreign\` foreign key (\`schedule_id\`) references \`schedules\` (\`id\`) on delete set null;`,
    );
    this.addSql(
      `alter table \`deliveries\` add constraint \`deliveries_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`);`,
    );

    this.addSql(
      `alter table \`api_tokens\` add constraint \`api_tokens_user_id_foreign\` foreign key (\`user_id\`) references \`users\` (\`id\`) on delete cascade;`,
    );
  }
}
